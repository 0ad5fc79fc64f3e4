import { createRoot } from "react-dom/client";
import "./styles";
import { QueryClientProvider } from "@tanstack/react-query";
import { BrowserRouter } from "react-router";
import { watchHistory } from "@/shared/historyGuard";
import { loadPage } from "@/shared/loadPage";
import { makeQueryClient } from "@/shared/queryClient";
import { reloadOnStaleBuild } from "@/shared/reload";
import { StaffApp } from "./App";
import { PAGES } from "./pages";

reloadOnStaleBuild();
watchHistory();
loadPage(PAGES);

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <QueryClientProvider client={makeQueryClient()}>
      <BrowserRouter>
        <StaffApp />
      </BrowserRouter>
    </QueryClientProvider>,
  );
}
