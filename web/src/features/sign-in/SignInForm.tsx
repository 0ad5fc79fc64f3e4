import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { api, rememberCsrfToken, type Schemas, unwrap } from "@/api/client";
import { type ApiError, sentenceOf } from "@/api/errors";
import { Button } from "@/customer/ui/Button";
import { Field } from "@/customer/ui/Field";
import { Notice } from "@/customer/ui/Notice";
import { COPY } from "./copy";
import classes from "./SignIn.module.css";
import { type Credentials, type Faults, faultsOf } from "./validate";

type Role = Schemas["User"]["role"];

/** Both fields can be pasted into and filled by password managers; nothing is asked from memory. */
export function SignInForm({ onSignedIn }: { onSignedIn: (role: Role) => void }) {
  const [given, setGiven] = useState<Credentials>({ email: "", password: "" });
  const [faults, setFaults] = useState<Faults>({});
  const [isShown, setIsShown] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const summary = useRef<HTMLDivElement>(null);
  const isUnderWay = useRef(false);
  const signIn = useMutation<Schemas["SignedIn"], ApiError, Credentials>({
    mutationFn: (body) => unwrap(api.POST("/api/auth/login", { body })),
    onSuccess: ({ user, csrfToken }) => {
      rememberCsrfToken(csrfToken);
      onSignedIn(user.role);
    },
    onError: () => {
      isUnderWay.current = false;
    },
  });
  useEffect(() => {
    if (signIn.isError) {
      summary.current?.focus();
    }
  }, [signIn.isError]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = faultsOf(given);
    setFaults(found);
    const [first] = Object.keys(found);
    if (first !== undefined) {
      form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
    } else if (!isUnderWay.current) {
      isUnderWay.current = true;
      signIn.mutate({ email: given.email.trim(), password: given.password });
    }
  };
  const change = (part: Partial<Credentials>) => {
    setGiven({ ...given, ...part });
    setFaults({});
  };

  return (
    <form ref={form} noValidate className={classes.form} onSubmit={submit}>
      {signIn.isError && (
        <Notice ref={summary} tone="bad" title={COPY.failed}>
          <p>{sentenceOf(signIn.error)}</p>
        </Notice>
      )}
      <Field
        label={COPY.email}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={given.email}
        error={faults.email}
        onChange={(event) => change({ email: event.target.value })}
      />
      <Field
        label={COPY.password}
        name="password"
        type={isShown ? "text" : "password"}
        autoComplete="current-password"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={given.password}
        error={faults.password}
        onChange={(event) => change({ password: event.target.value })}
      />
      <label className={classes.show}>
        <input
          type="checkbox"
          checked={isShown}
          onChange={(event) => setIsShown(event.target.checked)}
        />
        {COPY.show}
      </label>
      {/* Busy also once it worked: the page is about to leave. */}
      <Button type="submit" isBusy={signIn.isPending || signIn.isSuccess}>
        {COPY.submit}
      </Button>
    </form>
  );
}
