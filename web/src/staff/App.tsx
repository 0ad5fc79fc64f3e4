import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { COLOR_SCHEME_KEY } from "@/shared/colorScheme";
import { cspNonce } from "@/shared/nonce";
import { StaffRoutes } from "./routes";
import { cssVariables, theme } from "./theme";
import { ErrorBoundary } from "./ui/ErrorBoundary";
import { Toasts } from "./ui/Toasts";

const colorSchemeManager = localStorageColorSchemeManager({ key: COLOR_SCHEME_KEY });

export function StaffApp() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      getStyleNonce={cspNonce}
    >
      <ErrorBoundary>
        <StaffRoutes />
      </ErrorBoundary>
      <Toasts />
    </MantineProvider>
  );
}
