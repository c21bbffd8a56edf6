import type { Sex } from './nip.ts'
import type { Random } from './random.ts'

/** Jambi is mixed: Malays of the river, Kerinci, Minang, Javanese of the transmigration, Batak, Palembang, Chinese Indonesians. */
type Origin = {
  share: number
  men: readonly string[]
  women: readonly string[]
  last: readonly string[]
  alone: number
}

const list = (text: string) => text.split(' ')

const origins: readonly Origin[] = [
  {
    share: 38,
    alone: 0.22,
    men: list(
      'Zulkifli Hasbullah Abdurrahman Husni Firdaus Ridwan Saifuddin Mukhtar Syahril Zaki Iskandar Rahman Fauzan Ilham Azhari Syafrizal Mahmud Taufik Ramli Sulaiman Hamdan Khairul Akmal Junaidi Syukri Ismail Bahrun Tarmizi Usman Fahmi',
    ),
    women: list(
      'Nurhasanah Syarifah Rohana Zubaidah Halimah Maryam Salmah Nuraini Asmawati Fatimah Khadijah Rosmala Zahara Mardiah Nurjanah Hafizah Aisyah Rukiah Latifah Sakinah Masnun Raudhah Hasnah Nurlaila Jamilah Wardah',
    ),
    last: list(
      'Hasan Ibrahim Yusuf Ahmad Umar Saleh Karim Hamid Anwar Bakri Zainuddin Syamsuddin Arifin Effendi Murad Nasution Thaib Zain Fadhil Muis Latif Hakim Bahri Ansori Kadir Rauf',
    ),
  },
  {
    share: 24,
    alone: 0.14,
    men: list(
      'Agus Budi Slamet Sugeng Wahyu Bambang Joko Suprapto Eko Teguh Hadi Supriyadi Sutrisno Yanto Dwi Tri Heru Suryadi Mulyono Hartono Purnomo Edi Sigit Rudi Nugroho',
    ),
    women: list(
      'Sri Dwi Endang Wahyuni Siti Ningsih Retno Lestari Yuliana Wulan Rini Indah Sulastri Tri Puji Ratna Dewi Ani Eni Murni Suparti Kartini Yanti',
    ),
    last: list(
      'Santoso Wibowo Setiawan Prasetyo Kurniawan Nugroho Susanto Hidayat Saputro Utomo Riyanto Handoko Wijaya Raharjo Lestari Purwanti Rahayu Astuti Handayani Utami Wijayanti Suryani Widodo Subekti Kuncoro',
    ),
  },
  {
    share: 18,
    alone: 0.18,
    men: list(
      'Yusrizal Refdi Hendri Afrizal Syafri Doni Rinaldi Masri Yulhendri Edwar Zulfahmi Andri Jasrul Fitra Romi Novrizal Hendra Irwan',
    ),
    women: list(
      'Desmawati Elfira Yulia Gusneti Rahmi Weni Yessi Fitriani Mira Nova Silvia Dessy Riri Yenni Sefrina Nelvia Reni Afriyeni',
    ),
    last: list(
      'Putra Chaniago Piliang Tanjung Sikumbang Caniago Jambak Koto Malik Amri Yunus Marlis Syahputra Fitri Yanti Oktavia Andesra Sari',
    ),
  },
  {
    share: 9,
    alone: 0.02,
    men: list('Parlindungan Robert Togar Jhonson Sahat Binsar Hotman Rikardo Marihot Daniel Pangihutan Samuel'),
    women: list('Rotua Tiurma Melva Duma Roslina Ester Lamria Hotmaida Sondang Debora Natalia Ida'),
    last: list(
      'Sihombing Simanjuntak Siregar Hutapea Sitorus Panjaitan Manurung Silalahi Nainggolan Lubis Harahap Pardede',
    ),
  },
  {
    share: 8,
    alone: 0.05,
    men: [
      'Kemas Abdul',
      'Masagus',
      'Raden Muhammad',
      'Muhammad',
      'Ahmad',
      'Abdul',
      'Kiagus',
      'Depati',
      'Mohammad',
      'Tengku',
    ],
    women: ['Raden Ayu', 'Nyimas', 'Siti', 'Putri', 'Masayu', 'Cik', 'Ayu', 'Nur'],
    last: list(
      'Zaini Rifai Fauzi Rizki Syahrial Azwar Halim Sobri Taufiq Nawawi Ridho Aulia Safitri Azizah Permata Maharani Anggraini Khairani',
    ),
  },
  {
    share: 3,
    alone: 0,
    men: list('Hendrik Albert Rudy Johan Andi Kevin Steven'),
    women: list('Lina Meliana Vera Shinta Felicia Mei Yuliani'),
    last: list('Tanoto Wijaya Halim Salim Gunawan Hartanto Lim Kurnia'),
  },
]

const youngMen = list('Rizky Fajar Aditya Dimas Bayu Reza Ilham Rangga Galih Yoga Arif Fikri')
const youngWomen = list('Nabila Putri Annisa Dinda Intan Melati Cindy Tiara Vina Rara Amelia Fitria')

/** @param youth 0–1: the young have other first names than their parents */
export function personName(draw: Random, sex: Sex, youth: number): string {
  const origin = origins[draw.weighted(origins.map((one) => one.share))]!
  const young = draw.chance(youth * 0.6)
  const first = draw.pick(young ? (sex === 'm' ? youngMen : youngWomen) : sex === 'm' ? origin.men : origin.women)
  if (!young && !first.includes(' ') && draw.chance(origin.alone)) return first
  const last = draw.pick(origin.last)
  if (last === first) return first
  return draw.chance(0.12) && !first.includes(' ')
    ? `${first} ${draw.pick(sex === 'm' ? youngMen : youngWomen)} ${last}`
    : `${first} ${last}`
}
