import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";

/** Stands in for the gateway; each test says what it answers. */
export const server = setupServer();

/** Answers a GET with a document. */
export const answers = (path: string, body: object, status = 200): void =>
  server.use(http.get(`*${path}`, () => HttpResponse.json(body, { status })));

type Recorded = { url: URL; body: unknown; headers: Headers };

/** Answers a write, and keeps what was asked for: `const asked = records("post", "/api/…", reply)`. */
export function records(
  method: "post" | "put" | "patch" | "delete",
  path: string,
  reply: object | ((asked: Recorded) => object | Promise<object>),
  status = 200,
): Recorded[] {
  const asked: Recorded[] = [];
  server.use(
    http[method](`*${path}`, async ({ request }) => {
      const text = await request.text();
      const recorded = {
        url: new URL(request.url),
        body: text === "" ? null : JSON.parse(text),
        headers: request.headers,
      };
      asked.push(recorded);
      const answer = typeof reply === "function" ? await reply(recorded) : reply;
      return answer instanceof Response ? answer : HttpResponse.json(answer, { status });
    }),
  );
  return asked;
}

/** A refusal in the gateway's one form. */
export const refusal = (status: number, code: string, error: string, more: object = {}): Response =>
  HttpResponse.json({ error, code, requestId: "request-1", ...more }, { status });

/** For an answer that is on its way until the test lets it come. */
export function held(): { arrived: Promise<void>; release: () => void } {
  let release: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { arrived, release };
}
