package steps

import (
	"context"
	"errors"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func writeSteps() step.Group {
	return step.Group{
		Name: "write", Title: "Writes", Doc: "Whether the cluster's store accepts changes, for which etcd needs a quorum.",
		Defs: []step.Def{
			{
				Name:    "accepts-writes",
				Rights:  rightsToWrite,
				Pattern: `the cluster accepts writes`,
				Doc:     "A change to a ConfigMap of the scenario is stored through the API server within 5 seconds. It is retried until it is.",
				Example: `Then the cluster accepts writes within 2m`,
				Run:     acceptsWrites,
			},
			{
				Name:    "accepts-no-writes",
				Rights:  rightsToWrite,
				Pattern: `the cluster accepts no writes`,
				Doc:     "A change to a ConfigMap of the scenario is not stored within 5 seconds: the API server cannot decide about it, or does not answer. A change that it refuses, for example because of a quota, does not meet this.",
				Example: `Then the cluster accepts no writes for 10s`,
				Run:     acceptsNoWrites,
			},
		},
	}
}

// writeTimeout limits one write: etcd without a quorum would block it.
const writeTimeout = 5 * time.Second

func acceptsWrites(ctx context.Context, w *world.World, ending step.Ending) error {
	return expectWrite(ctx, w, ending, func(r response, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("a write failed: %w", err)
		case r.Refused != "":
			return fmt.Errorf("the API server refused a write: %s", r.Refused)
		}
		return nil
	})
}

func acceptsNoWrites(ctx context.Context, w *world.World, ending step.Ending) error {
	return expectWrite(ctx, w, ending, func(r response, err error) error {
		switch {
		case err != nil:
			return notAboutTheStore(err)
		case r.Refused != "":
			return fmt.Errorf("the API server decided about a write, and refused it: %s", r.Refused)
		}
		return errors.New("a write was stored")
	})
}

// response is what the API server said about a write that it was able to decide.
type response struct {
	Refused string `json:"refused,omitempty"` // why it was not stored
}

// notAboutTheStore returns an error that says nothing about the store of the cluster; otherwise nil.
func notAboutTheStore(err error) error {
	if errors.Is(err, observe.ErrUnobserved) || errors.Is(err, world.ErrNotOurs) || kube.MissingRight(err) != nil {
		return err
	}
	return nil
}

func expectWrite(ctx context.Context, w *world.World, ending step.Ending, judge func(response, error) error) error {
	ref, err := w.Resolve(ctx, "configmaps", "gherkind-write")
	if err != nil {
		return err
	}
	return assert.Poll(ctx, w, ending, ref, probe.Attempt(func(ctx context.Context) error {
		within, cancel := context.WithTimeout(ctx, writeTimeout)
		defer cancel()
		said, err := write(within, w, ref)
		if ctx.Err() != nil {
			return ctx.Err() // the step's own timeout, not a response of the cluster
		}
		return judge(said, err)
	}), assert.OfTheAPIServer())
}

// writeTo is the question whether a write to a ConfigMap is stored. The answer is a response, or an error if there was none.
func writeTo(configMap kube.Ref) world.Question {
	return world.Question{Kind: world.QuestionWrite, Namespace: configMap.Namespace, ConfigMap: configMap.Name}
}

// write changes something, so that the API server cannot answer without etcd.
func write(ctx context.Context, w *world.World, ref kube.Ref) (response, error) {
	obj := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "ConfigMap",
		"metadata": map[string]any{"name": ref.Name, "namespace": ref.Namespace},
		"data":     map[string]any{"written": time.Now().UTC().Format(time.RFC3339Nano)},
	}}
	return world.Ask(ctx, w, writeTo(ref), func(ctx context.Context) (response, error) {
		var refused error
		err := w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
			_, refused = to.Apply(ctx, obj)
			return refused
		})
		return answered(refused, err)
	})
}

// answered returns the API server's response to a write. If the watch did not show the write in time, it was still stored.
func answered(refused, err error) (response, error) {
	if _, late := errors.AsType[*observe.Late](err); late {
		err = refused
	}
	if undecided, is := errors.AsType[*world.Undecided](err); is { // an undecided write is what this step is about
		return response{}, undecided.Err
	}
	if err != nil && notAboutTheStore(err) == nil && kube.Decided(err) {
		return response{Refused: err.Error()}, nil
	}
	return response{}, err
}
