import { Component, type ReactNode } from "react";
import { Unexpected } from "./NoPage";

type State = { hasFailed: boolean };

/** The last net: a page that broke says so, instead of going blank. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { hasFailed: false };

  static getDerivedStateFromError(): State {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? <Unexpected /> : this.props.children;
  }
}
