package steps

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func podAcceptsTCP(ctx context.Context, w *world.World, to string, port int, from string, ending step.Ending) error {
	return expectTCP(ctx, w, from, to, port, ending, false, func(r kube.ExecResult) bool { return r.ExitCode == 0 })
}

func podRefusesTCP(ctx context.Context, w *world.World, to string, port int, from string, ending step.Ending) error {
	return expectTCP(ctx, w, from, to, port, ending, true, func(r kube.ExecResult) bool {
		return r.ExitCode == 1 && strings.Contains(r.Stderr, "refused")
	})
}

// expectTCP connects with nc, which runs true on the connection and thereby
// ends at once; -z is not in every nc, and its -w hides that nobody answered.
func expectTCP(ctx context.Context, w *world.World, from, to string, port int, ending step.Ending, refused bool, wanted func(kube.ExecResult) bool) error {
	ask, about, err := podToPod(ctx, w, from, to)
	if err != nil {
		return err
	}
	connect := func(ctx context.Context) error {
		result, err := ask.run(ctx, func(ip string) []string {
			return []string{"timeout", "3", "nc", ip, strconv.Itoa(port), "-e", "true"}
		})
		if err != nil || wanted(result) {
			return err
		}
		return fmt.Errorf("the connection to port %d %s", port, sawTCP(result))
	}
	if refused {
		connect = whenReady(w, ask.to, ending, connect)
	}
	return expectAnswerFrom(ctx, w, ending, about, connect, ask.from, ask.to)
}

func sawTCP(r kube.ExecResult) string {
	switch {
	case r.ExitCode == 0:
		return "was accepted"
	case strings.Contains(r.Stderr, "refused"):
		return "was refused"
	case unusable(r.ExitCode):
		return fmt.Sprintf("could not be tried: nc exited with %d (%s)%s", r.ExitCode, ended(r.ExitCode), andPrinted(r.Stderr))
	case r.ExitCode > 1: // ended by timeout
		return "was neither accepted nor refused within 3s"
	}
	return fmt.Sprintf("failed: nc exited with %d%s", r.ExitCode, andPrinted(r.Stderr))
}
