import { Notice } from "@/customer/ui/Notice";

type Props = { id: string; title: string; problem: string | undefined };

/** Takes the focus when something about this part has to change, and says what. */
export function StepHeading({ id, title, problem }: Props) {
  return (
    <>
      <h2 id={id} tabIndex={-1}>
        {title}
      </h2>
      {problem !== undefined && (
        <Notice tone="bad">
          <p>{problem}</p>
        </Notice>
      )}
    </>
  );
}
