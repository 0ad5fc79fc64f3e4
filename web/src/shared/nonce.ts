/** The nonce of this page's content security policy; browsers hide it from the attribute. */
export const cspNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
