package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/steps/probe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func forwardSteps() step.Group {
	return step.Group{
		Name: "forward", Title: "Through a port-forward", Doc: "Requests from this machine to a pod by way of the API server, as with kubectl port-forward: on any cluster, also where no address of it can be reached.",
		Defs: []step.Def{{
			Name:    "pod-answers-forwarded",
			Pattern: `pod {name} answers HTTP {count} with {text} at {path} through a port-forward`,
			Doc:     "An HTTP request through a port-forward to this port of the pod is answered with this status and a page that contains the text.",
			Example: `Then pod "web" answers HTTP 200 with "Welcome to nginx!" at ":80/" through a port-forward`,
			Run:     podAnswersForwarded,
		}},
	}
}

func podAnswersForwarded(ctx context.Context, w *world.World, name string, status int, text string, at PortPath, ending step.Ending) error {
	ref, err := w.Resolve(ctx, "pods", name)
	if err != nil {
		return err
	}
	return expectAnswer(ctx, w, ending, ref, func(ctx context.Context) (err error) {
		forward, err := w.Run.Client.PortForward(ctx, ref.Namespace, ref.Name, at.Port)
		if err != nil {
			return err
		}
		err = probe.HTTP("http://"+forward.Address+at.Path, status, text)(ctx)
		if trouble := forward.Trouble(); err != nil && trouble != "" {
			err = fmt.Errorf("port %d of %s did not answer: %s", at.Port, ref, oneLine(innermost(trouble)))
		}
		return errors.Join(err, forward.Close())
	})
}

// innermost drops the runtime's way to the connection from its error: the end
// says why, "dial tcp4 127.0.0.1:80: connect: connection refused".
func innermost(trouble string) string {
	if at := strings.Index(trouble, "dial "); at >= 0 {
		return trouble[at:]
	}
	return trouble
}
