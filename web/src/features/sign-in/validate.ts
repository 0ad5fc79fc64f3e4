import { COPY } from "./copy";

export type Credentials = { email: string; password: string };
export type Faults = { email?: string; password?: string };

/** Only what cannot be right: whether there is such an account is the server's to say. */
export function faultsOf({ email, password }: Credentials): Faults {
  const faults: Faults = {};
  if (email.trim() === "") {
    faults.email = COPY.noEmail;
  } else if (!/^\S+@\S+$/.test(email.trim())) {
    faults.email = COPY.badEmail;
  }
  if (password === "") {
    faults.password = COPY.noPassword;
  }
  return faults;
}
