package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func forwardSteps() step.Group {
	return step.Group{
		Name: "forward", Title: "Through a port-forward", Doc: "Requests from this machine to a pod by way of the API server, as with kubectl port-forward: on any cluster, also where no address of it can be reached.",
		Defs: []step.Def{{
			Name:    "pod-answers-forwarded",
			Asks:    step.AsksNetwork,
			Rights:  rightsToForward,
			Pattern: `pod {name} answers HTTP {count} with {text} at {path} through a port-forward`,
			Doc:     "An HTTP request through a port-forward to this port of the pod is answered with this status and a page that contains the text.",
			Example: `Then pod "web" answers HTTP 200 with "Welcome to nginx!" at ":80/" through a port-forward`,
			Run:     podAnswersForwarded,
		}},
	}
}

func podAnswersForwarded(ctx context.Context, w *world.World, pod world.PodRef, status int, text string, at placeholder.PortPath, ending step.Ending) error {
	return assert.Poll(ctx, w, ending, pod.Ref, func(ctx context.Context) error {
		if _, err := remote.StayingPod(w, pod.Ref); err != nil {
			return err
		}
		got, err := askForwarded(ctx, w, pod.Ref, at)
		if err != nil {
			return err
		}
		err = probe.HTTP(got.get, got.URL, status, text)(ctx)
		if err != nil && got.Trouble != "" {
			err = fmt.Errorf("port %d of %s did not answer: %s", at.Port, pod.Ref, remote.OneLine(remote.Innermost(got.Trouble)))
		}
		return err
	}, assert.Needs(failfast.Up, pod.Ref))
}

// forwarded is the result of a request through a port-forward.
type forwarded struct {
	URL     string // local URL
	Reply   probe.Reply
	Err     string // why there is no reply
	Trouble string // error from the pod's node
}

func (f forwarded) get(context.Context, string) (probe.Reply, error) {
	if f.Err != "" {
		return f.Reply, errors.New(f.Err)
	}
	return f.Reply, nil
}

// askForwarded returns an error if the port-forward could not be established.
func askForwarded(ctx context.Context, w *world.World, ref kube.Ref, at placeholder.PortPath) (forwarded, error) {
	question := world.Question{Kind: world.QuestionForwarded, Method: http.MethodGet, Port: at.Port, Path: at.Path, Namespace: ref.Namespace, Pod: ref.Name}
	return world.Ask(ctx, w, question, func(ctx context.Context) (got forwarded, err error) {
		forward, err := w.Run.Client.PortForward(ctx, ref.Namespace, ref.Name, at.Port)
		if err != nil {
			return got, err
		}
		got.URL = "http://" + forward.Address + at.Path
		if got.Reply, err = probe.Get(ctx, got.URL); err != nil {
			got.Err = err.Error()
		}
		got.Trouble = forward.Trouble()
		if lost := forward.Reached(ctx, err); errors.As(lost, new(*kube.Unreached)) {
			return got, errors.Join(lost, forward.Close())
		}
		return got, forward.Close()
	})
}
