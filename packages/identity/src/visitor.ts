/** For whom web signs from where a visitor came: only for whoever counts visitors. Such a token opens no door. */
export const VISITOR = 'timbang-visitor'
/** The header in which it comes. A stranger may write one too; he cannot sign it. */
export const visitorHeader = 'x-timbang-visitor'
/** Long enough for one request, and for clocks that differ a little. */
export const VISITOR_SECONDS = 60
