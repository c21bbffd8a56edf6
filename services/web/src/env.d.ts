/// <reference types="astro/client" />

type PageLocals = import('./locals.ts').PageLocals

declare namespace App {
  interface Locals extends PageLocals {}
}
