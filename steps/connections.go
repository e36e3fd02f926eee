package steps

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// tryConnection tries a TCP connection from a pod to a host, as expectTCP does to a pod.
func tryConnection(ctx context.Context, w *world.World, from kube.Ref, host string, port int, ending step.Ending, wanted bool) error {
	return assert.Poll(ctx, w, ending, from, func(ctx context.Context) error {
		container, err := remote.FirstContainer(w, from)
		if err != nil {
			return err
		}
		result, err := remote.InContainer(ctx, w, from, container, []string{"timeout", "3", "nc", host, strconv.Itoa(port), "-e", "true"})
		if err != nil {
			return err
		}
		connected, err := wasConnected(result)
		if err == nil && connected != wanted {
			err = fmt.Errorf("the connection to port %d of %s %s", port, host, sawTCP(result))
		}
		return err
	}, assert.Needs(failfast.Present, from))
}

// wasConnected reads what nc came to. What it could not try is neither.
func wasConnected(r kube.ExecResult) (bool, error) {
	switch {
	case r.ExitCode == 0:
		return true, nil
	case strings.Contains(r.Stderr, "bad address"):
		return false, assert.WithHint(fmt.Errorf("nobody knows the host: %s", remote.OneLine(r.Stderr)),
			"correct its name, or await the service that it is")
	case strings.Contains(r.Stderr, "refused"), strings.Contains(r.Stderr, "can't connect"): // no route, timed out …
		return false, nil
	case r.ExitCode > 1 && !remote.Unusable(r.ExitCode): // ended by timeout
		return false, nil
	}
	return false, errors.New("the connection " + sawTCP(r))
}
