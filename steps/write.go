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
				Doc:     "A change to a ConfigMap of the scenario is not stored within 5 seconds: the API server reports an error, or does not answer.",
				Example: `Then the cluster accepts no writes for 10s`,
				Run:     acceptsNoWrites,
			},
		},
	}
}

// writeTimeout limits one write: etcd without a quorum would block it.
const writeTimeout = 5 * time.Second

func acceptsWrites(ctx context.Context, w *world.World, ending step.Ending) error {
	return expectWrite(ctx, w, ending, func(err error) error {
		if err != nil {
			return fmt.Errorf("a write failed: %w", err)
		}
		return nil
	})
}

func acceptsNoWrites(ctx context.Context, w *world.World, ending step.Ending) error {
	return expectWrite(ctx, w, ending, func(err error) error {
		if err == nil {
			return errors.New("a write was stored")
		}
		return nil
	})
}

func expectWrite(ctx context.Context, w *world.World, ending step.Ending, judge func(error) error) error {
	ref, err := w.Resolve(ctx, "configmaps", "gherkind-write")
	if err != nil {
		return err
	}
	return assert.Poll(ctx, w, ending, ref, probe.Attempt(func(ctx context.Context) error {
		within, cancel := context.WithTimeout(ctx, writeTimeout)
		defer cancel()
		err := write(within, w, ref)
		if ctx.Err() != nil {
			return ctx.Err() // the step's own timeout, not a response of the cluster
		}
		return judge(err)
	}), assert.OfTheAPIServer())
}

// writeTo is the question whether a write to a ConfigMap is stored. The answer is only whether there was an error.
func writeTo(configMap kube.Ref) world.Question {
	return world.Question{Kind: world.QuestionWrite, Namespace: configMap.Namespace, ConfigMap: configMap.Name}
}

// write changes something, so that the API server cannot answer without etcd.
func write(ctx context.Context, w *world.World, ref kube.Ref) error {
	obj := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "ConfigMap",
		"metadata": map[string]any{"name": ref.Name, "namespace": ref.Namespace},
		"data":     map[string]any{"written": time.Now().UTC().Format(time.RFC3339Nano)},
	}}
	_, err := world.Ask(ctx, w, writeTo(ref), func(ctx context.Context) (struct{}, error) {
		var refused error
		err := w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
			_, refused = to.Apply(ctx, obj)
			return refused
		})
		return struct{}{}, answered(refused, err)
	})
	return err
}

// answered returns the API server's response to a write. If the watch did not show the write in time, it was still stored.
func answered(refused, err error) error {
	if _, late := errors.AsType[*observe.Late](err); late {
		return refused
	}
	if undecided, is := errors.AsType[*world.Undecided](err); is { // an undecided write is what this step is about
		return undecided.Err
	}
	return err
}
