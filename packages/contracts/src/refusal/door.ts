import type { Row } from './row.ts'

/** What every door says: who calls, and whether the request can be read at all. Alphabetical. */
export const door = {
  'access.denied': {
    http: 403,
    grpc: 7,
    id: 'Anda tidak berhak membuka ini. Tanyakan kepada kepegawaian bila ini keliru.',
    en: 'You may not open this. Ask your personnel officer if that is wrong.',
  },
  'access.token-expired': {
    http: 401,
    grpc: 16,
    id: 'Sesi Anda berakhir. Masuk lagi.',
    en: 'Your session has ended. Log in again.',
  },
  'access.token-invalid': {
    http: 401,
    grpc: 16,
    id: 'Tanda masuk tidak berlaku. Masuk lagi.',
    en: 'The token is not valid. Log in again.',
  },
  'access.token-missing': {
    http: 401,
    grpc: 16,
    id: 'Anda belum masuk. Masuk dahulu.',
    en: 'You are not logged in. Log in first.',
  },
  'access.token-revoked': {
    http: 401,
    grpc: 16,
    id: 'Sesi ini sudah diakhiri. Masuk lagi.',
    en: 'This session was ended. Log in again.',
  },
  'request.incomplete': {
    http: 400,
    grpc: 3,
    id: 'Kiriman terputus sebelum selesai; tidak ada yang diubah. Kirim lagi seluruhnya.',
    en: 'The request broke off before its end; nothing was changed. Send all of it again.',
  },
  'request.malformed': {
    http: 400,
    grpc: 3,
    id: 'Kiriman tidak dapat dibaca. Periksa bentuknya.',
    en: 'The request cannot be read. Check its form.',
  },
  'request.method-not-allowed': {
    http: 405,
    grpc: 12,
    id: 'Alamat ini tidak menerima cara kirim itu. Buka halamannya, lalu kirim dari formulirnya.',
    en: 'This address does not take what was sent this way. Open the page and send from its form.',
  },
  'request.not-found': { http: 404, grpc: 5, id: 'Alamat ini tidak ada.', en: 'There is nothing at this address.' },
  'request.too-large': {
    http: 413,
    grpc: 8,
    id: 'Kiriman terlalu besar (batas {limit}). Bagi menjadi beberapa kiriman.',
    en: 'The request is too large (limit {limit}). Split it.',
  },
  'request.too-many': {
    http: 429,
    grpc: 8,
    id: 'Terlalu sering. Coba lagi dalam {seconds} detik.',
    en: 'Too often. Try again in {seconds} seconds.',
  },
  'request.too-many-items': {
    http: 413,
    grpc: 8,
    id: 'Kiriman memuat lebih dari {limit} isian. Bagi menjadi beberapa kiriman.',
    en: 'The request holds more than {limit} items. Split it.',
  },
  'request.too-slow': {
    http: 408,
    grpc: 4,
    id: 'Kiriman terlalu lama tidak selesai. Kirim lagi; yang sudah dijawab tidak hilang.',
    en: 'The request took too long to arrive. Send it again; what was answered is kept.',
  },
  'request.unknown-field': {
    http: 422,
    grpc: 3,
    id: 'Bidang {field} tidak dikenal. Hapus bidang itu.',
    en: 'The field {field} is not known. Remove it.',
  },
  'request.unsupported-media': {
    http: 415,
    grpc: 3,
    id: 'Jenis isi tidak didukung. Kirim JSON atau NDJSON.',
    en: 'The content type is not supported. Send JSON or NDJSON.',
  },
  'request.value-invalid': {
    http: 422,
    grpc: 3,
    id: 'Isi bidang {field} tidak sah. {hint}',
    en: 'The value of {field} is not valid. {hint}',
  },
  'service.busy': {
    http: 503,
    grpc: 14,
    id: 'Sedang penuh. Tulisan Anda aman; coba lagi dalam {seconds} detik.',
    en: 'Busy now. Your writing is safe; try again in {seconds} seconds.',
  },
  'service.unavailable': {
    http: 503,
    grpc: 14,
    id: 'Layanan sedang tidak tersedia. Tulisan Anda aman; coba lagi sebentar.',
    en: 'The service is not available now. Your writing is safe; try again shortly.',
  },
} as const satisfies Record<string, Row>
