/** Where the choice between light, dark and the system's is kept; both entries share it. */
export const COLOR_SCHEME_KEY = "servicepro.color-scheme";
