export const COPY = {
  title: "Numbers & messages",
  lead: "Your lines, what goes through them, and what callers left for you.",
  views: "Parts of this page",
  line: "Line",
  messages: "Messages",
  voicemails: "Voicemails",
};
