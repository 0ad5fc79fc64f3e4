import { VisuallyHidden } from "@/staff/ui/layout";
import { COPY } from "../copy";
import { textOf, textsOf, type Values } from "../form/values";
import classes from "./PhonePreview.module.css";

type Message = { from: "you" | "customer"; text: string; isStandard?: boolean };

/** The conversation as a customer has it: joining, messages, asking for help, leaving. */
export function PhonePreview({ values }: { values: Values }) {
  return (
    <section aria-labelledby="preview">
      <h3 id="preview" className={classes.heading}>
        {COPY.preview}
      </h3>
      <p className={classes.help}>{COPY.previewHelp}</p>
      <ol className={classes.phone}>
        {threadOf(values).map((message, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a message has no name but its place
          <li key={index} className={classes.message} data-from={message.from}>
            <VisuallyHidden>
              {message.from === "you" ? COPY.fromYou : COPY.fromCustomer}{" "}
            </VisuallyHidden>
            {message.isStandard ? <em>{message.text}</em> : message.text}
          </li>
        ))}
      </ol>
    </section>
  );
}

export function threadOf(values: Values): Message[] {
  const samples = textsOf(values.sampleMessages).filter((sample) => sample.trim() !== "");
  return [
    joining(values),
    reply(values.optInMessage),
    ...(samples.length === 0
      ? [{ from: "you", text: COPY.noSamples, isStandard: true } as const]
      : samples.map((text) => ({ from: "you", text }) as const)),
    { from: "customer", text: textsOf(values.helpKeywords)[0] ?? "HELP" },
    reply(values.helpMessage),
    { from: "customer", text: textsOf(values.optOutKeywords)[0] ?? "STOP" },
    reply(values.optOutMessage),
  ];
}

/** By a keyword, or where there is none by the form on the website. */
function joining(values: Values): Message {
  const keyword = textsOf(values.optInKeywords)[0];
  return keyword === undefined
    ? { from: "customer", text: COPY.checkedTheBox, isStandard: true }
    : { from: "customer", text: keyword };
}

function reply(value: Values[string] | undefined): Message {
  const text = textOf(value).trim();
  return text === ""
    ? { from: "you", text: COPY.standardReply, isStandard: true }
    : { from: "you", text };
}
