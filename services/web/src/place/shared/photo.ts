/** A sheet of paper on a table, as a phone would have taken it, and the smallest PNG: for the pictures of pages that show evidence. */
const webp =
  'UklGRkYBAABXRUJQVlA4IDoBAADwDwCdASqgAHgAPu12rFApqKQiqhzKUTAdiWk7f3vvf2WXOOZ8F/4DIT1Lsuptk1MpIly4PU0Ixu9sVNyZ+QV49RflKaqt+Oc93iODdr5NzJ9Ouj2t28FVEle+aLNg8NbVFLxK23b7ScGzZ69W0KqXlcQcquA9rQXlZk6w6rBLiVud72N2H20AAP7viQF6zZXWxzOq9OHkb3HyxBhKavX2l7QAiSVL538dPcH2ggYIttot1Vubfi7Sxs+wHsjwogGy0fLyvSC6oHPuQNx9HLbXwRBMjekr6gjflT5cEDORL+CFCLAjwogGy0eXVy+Is+DiplB0HMn6PWD+/JF4QTiuzzQcSh9Vp2VfhUi4gujPPyVW2UYXaO7ETeFlUPXsSX7avbnQkvIVTIRDALg7llcfWFQQ3NtF2IAAAA=='
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAMAAABFaP0WAAAAA1BMVEUvf8HQr6sYAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAC0lEQVQI12NgAAEAAAYAAWb0yWwAAAAASUVORK5CYII='
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'))

export const photo = { mediaType: 'image/webp' as const, bytes: bytesOf(webp).buffer }
export const dot = Buffer.from(png, 'base64')
