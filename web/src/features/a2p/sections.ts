/** The parts of the page, and what is selected, in the address: `?section=business&campaign=…`. */
export const SECTION = "section";
export const BUSINESS = "business";
export const CAMPAIGN = "campaign";
