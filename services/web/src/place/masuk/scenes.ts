import { answered, type Scenes, type Told } from '../shared/scene.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')> {}
}

export const scenes: Scenes = {
  'sign-in': {
    path: '/masuk',
    world: {
      signIn: answered({ href: '/masuk/mulai', reason: 'expired' as const }),
    },
  },
  'sign-in-half-out': {
    path: '/masuk',
    world: {
      signIn: answered({
        href: '/masuk/mulai',
        reason: 'half-signed-out' as const,
      }),
    },
  },
}
