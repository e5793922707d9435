/** The paths of the console: whatever it shows there, it is one page. */
export const CONSOLE_PAGE = /^\/(?:(?:applications|organizations|users)(?:\/.*)?|account|activity|explorer|callback)?$/;
