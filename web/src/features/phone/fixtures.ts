import type { IvrMenu, LineCheck, Message, NumberOfOurs, PhoneConfig, Voicemail } from "./queries";

export const NUMBER: NumberOfOurs = {
  id: "00000000-0000-4000-8000-000000000011",
  phoneNumber: "+15125550123",
  protected: false,
  registrationStatus: "REGISTERED",
  capabilities: { sms: true, mms: true, voice: true },
  canSend: true,
  cannotSendReason: null,
};

export const PROTECTED: NumberOfOurs = {
  ...NUMBER,
  phoneNumber: "+15125550100",
  protected: true,
  registrationStatus: "EXTERNAL",
};

export const configOf = (
  numbers: readonly NumberOfOurs[] = [NUMBER],
  part: Partial<PhoneConfig> = {},
): PhoneConfig => ({
  provisioningMode: "SELF_SERVICE",
  primaryNumber: numbers[0] ?? null,
  numbers: [...numbers],
  messagingServiceSid: "MG00000000000000000000000000000001",
  routing: { mode: "VOICEMAIL", forwardTo: null, greeting: null },
  ...part,
});

type NumberCheck = LineCheck["numbers"][number];
type ServiceCheck = LineCheck["services"][number];

export const numberCheck = (part: Partial<NumberCheck> = {}): NumberCheck => ({
  id: NUMBER.id,
  phoneNumber: NUMBER.phoneNumber,
  protected: false,
  isOwned: true,
  hasOurWebhooks: true,
  isInPool: true,
  registrationStatus: "REGISTERED",
  registeredAt: "2026-03-02T15:00:00Z",
  canSend: true,
  cannotSendReason: null,
  ...part,
});

export const serviceCheck = (part: Partial<ServiceCheck> = {}): ServiceCheck => ({
  messagingServiceSid: "MG00000000000000000000000000000001",
  protected: false,
  exists: true,
  hasOurWebhooks: true,
  ...part,
});

export const lineCheck = (part: Partial<LineCheck> = {}): LineCheck => ({
  checkedAt: "2026-03-03T15:00:00Z",
  isHealthy: true,
  twilioAnswered: true,
  numbers: [numberCheck()],
  services: [serviceCheck()],
  lastInboundAt: "2026-03-03T14:00:00Z",
  lastOutboundAt: null,
  lastError: null,
  ...part,
});

export const message = (part: Partial<Message> = {}): Message => ({
  id: crypto.randomUUID(),
  direction: "OUTBOUND",
  fromNumber: NUMBER.phoneNumber,
  toNumber: "+15125550177",
  body: "See you tomorrow at 9.",
  status: "DELIVERED",
  errorCode: null,
  explanation: null,
  createdAt: "2026-03-03T15:00:00Z",
  ...part,
});

export const theirs = (body: string, part: Partial<Message> = {}): Message =>
  message({
    direction: "INBOUND",
    fromNumber: "+15125550177",
    toNumber: NUMBER.phoneNumber,
    status: "RECEIVED",
    body,
    ...part,
  });

export const voicemail = (part: Partial<Voicemail> = {}): Voicemail => ({
  id: "00000000-0000-4000-8000-000000000021",
  fromNumber: "+15125550177",
  durationSeconds: 80,
  recordingUrl: "https://api.twilio.test/recording",
  receivedAt: "2026-03-03T15:00:00Z",
  heardAt: null,
  ...part,
});

export const pageOf = <T>(items: readonly T[], total = items.length, page = 1) => ({
  items,
  page,
  pageSize: 20,
  total,
});

export const MENU: IvrMenu = {
  greeting: "Thanks for calling Shine.",
  fallback: "VOICEMAIL",
  options: [
    { digit: "1", label: "sales", action: "FORWARD", forwardTo: "+15125550188", message: null },
    {
      digit: "2",
      label: "opening hours",
      action: "MESSAGE",
      forwardTo: null,
      message: "Nine to five.",
    },
    { digit: "3", label: "everything else", action: "VOICEMAIL", forwardTo: null, message: null },
  ],
};
