import type { Asked, Step } from './answers.ts'

type Anchors = Record<Asked, { name: string; aboutOther: string; aboutSelf: string; steps: Record<Step, string> }>

const id: Anchors = {
  quality: {
    name: 'Mutu kerja',
    aboutOther: 'Bagaimana mutu hasil kerjanya?',
    aboutSelf: 'Bagaimana mutu hasil kerja Anda?',
    steps: {
      1: 'Sering harus dikerjakan ulang',
      2: 'Beberapa kali keliru dan dikembalikan',
      3: 'Benar sesudah diperiksa sekali lagi',
      4: 'Benar dan lengkap sekali jadi',
      5: 'Dijadikan contoh oleh orang lain',
    },
  },
  teamwork: {
    name: 'Kerja sama',
    aboutOther: 'Bagaimana ia bekerja dengan orang lain?',
    aboutSelf: 'Bagaimana Anda bekerja dengan orang lain?',
    steps: {
      1: 'Menolak atau menunda bantuan',
      2: 'Membantu sesudah diminta berulang',
      3: 'Membantu saat diminta',
      4: 'Menawarkan bantuan lebih dahulu',
      5: 'Membuat seluruh tim lebih baik',
    },
  },
  innovation: {
    name: 'Inovasi',
    aboutOther: 'Bagaimana ia memperbaiki cara kerja?',
    aboutSelf: 'Bagaimana Anda memperbaiki cara kerja?',
    steps: {
      1: 'Menolak cara baru',
      2: 'Ikut bila diharuskan',
      3: 'Memakai cara baru yang diberikan',
      4: 'Mengusulkan cara yang lebih baik',
      5: 'Caranya dipakai orang lain',
    },
  },
}

const en: Anchors = {
  quality: {
    name: 'Quality of work',
    aboutOther: 'How good are the results of the work?',
    aboutSelf: 'How good are the results of your work?',
    steps: {
      1: 'Often has to be done again',
      2: 'Wrong and sent back a few times',
      3: 'Right after one more check',
      4: 'Right and complete the first time',
      5: 'Taken as an example by others',
    },
  },
  teamwork: {
    name: 'Teamwork',
    aboutOther: 'How does this person work with others?',
    aboutSelf: 'How do you work with others?',
    steps: {
      1: 'Refuses or delays help',
      2: 'Helps after being asked repeatedly',
      3: 'Helps when asked',
      4: 'Offers help first',
      5: 'Makes the whole team better',
    },
  },
  innovation: {
    name: 'Innovation',
    aboutOther: 'How does this person improve ways of working?',
    aboutSelf: 'How do you improve ways of working?',
    steps: {
      1: 'Refuses new ways',
      2: 'Follows when required',
      3: 'Uses new ways that are given',
      4: 'Proposes better ways',
      5: 'Others use these ways',
    },
  },
}

export const anchorWords = { id, en }
