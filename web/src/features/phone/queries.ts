import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap, type WriteHeaders } from "@/api/client";

export type PhoneConfig = Schemas["PhoneConfig"];
export type NumberOfOurs = Schemas["Number"];
export type LineCheck = Schemas["LineCheck"];
export type Message = Schemas["Message"];
export type Voicemail = Schemas["Voicemail"];
export type IvrMenu = Schemas["IvrMenu"];
export type IvrMenuInput = Schemas["IvrMenuInput"];
export type RoutingInput = Schemas["RoutingInput"];

const SECONDS = 1_000;
const PAGE_SIZE = 20;

export const configQuery = {
  queryKey: ["phone", "config"] as const,
  queryFn: () => unwrap(api.GET("/api/admin/phone/config")),
  // Carriers answer within minutes: whoever waits for it sees it happen.
  refetchInterval: (query: { state: { data: PhoneConfig | undefined } }) =>
    query.state.data?.numbers.some((number) => number.registrationStatus === "PENDING")
      ? 30 * SECONDS
      : false,
} as const;

export const menuQuery = {
  queryKey: ["phone", "menu"] as const,
  queryFn: () => unwrap(api.GET("/api/admin/phone/ivr-menu")),
} as const;

/** Asks Twilio itself, which takes a moment: an area of its own, so that not every event asks again. */
export const healthQuery = {
  queryKey: ["phone-health"] as const,
  queryFn: () => unwrap(api.GET("/api/admin/phone/health")),
  staleTime: 60 * SECONDS,
} as const;

const nextPage = ({ page, pageSize, total }: { page: number; pageSize: number; total: number }) =>
  page * pageSize < total ? page + 1 : undefined;

export const voicemailsQuery = infiniteQueryOptions({
  queryKey: ["phone", "voicemails"],
  queryFn: ({ pageParam }) =>
    unwrap(
      api.GET("/api/admin/phone/voicemails", {
        params: { query: { page: pageParam, pageSize: PAGE_SIZE } },
      }),
    ),
  initialPageParam: 1,
  getNextPageParam: nextPage,
});

export const messagesQuery = infiniteQueryOptions({
  queryKey: ["phone", "messages"],
  queryFn: ({ pageParam }) =>
    unwrap(
      api.GET("/api/admin/phone/messages", {
        params: { query: { page: pageParam, pageSize: PAGE_SIZE } },
      }),
    ),
  initialPageParam: 1,
  getNextPageParam: nextPage,
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some((message) => message.status === "SENDING"))
      ? 5 * SECONDS
      : false,
});

/** The newest texts, among which one that was just sent is found again. */
export const newestMessagesQuery = {
  queryKey: ["phone", "messages", "newest"] as const,
  queryFn: () =>
    unwrap(
      api.GET("/api/admin/phone/messages", { params: { query: { page: 1, pageSize: PAGE_SIZE } } }),
    ),
};

export const audioPath = (voicemailId: string): string =>
  `/api/admin/phone/voicemails/${voicemailId}/audio`;

/** What would play, asked for only to learn in words why it did not. */
export const recordingQuery = (voicemailId: string) => ({
  queryKey: ["phone-recording", voicemailId] as const,
  queryFn: () =>
    unwrap(
      api.GET("/api/admin/phone/voicemails/{voicemailId}/audio", {
        params: { path: { voicemailId } },
        parseAs: "blob",
      }),
    ),
  retry: false,
  gcTime: 0,
});

export const walkQuery = (menu: IvrMenuInput, digits: readonly string[]) => ({
  queryKey: ["phone", "walk", menu, digits] as const,
  queryFn: () =>
    unwrap(api.POST("/api/admin/phone/ivr-menu/walk", { body: { menu, digits: [...digits] } })),
});

export const putRouting = (body: RoutingInput, header: WriteHeaders) =>
  unwrap(api.PUT("/api/admin/phone/routing", { params: { header }, body }));

export const putMenu = (body: IvrMenuInput, header: WriteHeaders) =>
  unwrap(api.PUT("/api/admin/phone/ivr-menu", { params: { header }, body }));

export const linkMessagingService = (_: undefined, header: WriteHeaders) =>
  unwrap(api.POST("/api/admin/phone/messaging-service", { params: { header } }));

export const repairLine = () => unwrap(api.POST("/api/admin/phone/repair"));

export const sendTestMessage = (to: string, header: WriteHeaders) =>
  unwrap(api.POST("/api/admin/phone/test-message", { params: { header }, body: { to } }));

type Mark = { id: string; isHeard: boolean };
export const markVoicemail = ({ id, isHeard }: Mark, header: WriteHeaders) =>
  unwrap(
    api.PATCH("/api/admin/phone/voicemails/{voicemailId}", {
      params: { path: { voicemailId: id }, header },
      body: { isHeard },
    }),
  );
