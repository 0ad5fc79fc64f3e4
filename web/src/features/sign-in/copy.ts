/** Everything that the sign-in says. */
export const COPY = {
  title: "Welcome back",
  lead: "Your bookings, your points, your business: all in one place.",
  goOn: "Sign in to go on. You’ll be right back where you were.",
  signedOut: "You’re signed out.",
  email: "E-mail",
  password: "Password",
  show: "Show password",
  submit: "Sign in",
  noEmail: "Enter your e-mail address.",
  badEmail: "Check the e-mail address; it should look like name@example.com.",
  noPassword: "Enter your password.",
  failed: "You’re not signed in",
  leading: "You’re signed in. Taking you on…",
} as const;
