package grade

import (
	"context"
	"encoding/json"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/submission"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// harden creates the scenario's namespace, with the exercise's Pod Security level and with quotas, before anything of the
// student is applied.
func harden(ctx context.Context, w *world.World, e *exercise.Exercise) error {
	name, err := w.Namespace(ctx, "")
	if err != nil {
		return err
	}
	if err := secure(ctx, w, name, e.Security); err != nil {
		return err
	}
	text, err := fencesOf(e, "")
	if err != nil {
		return err
	}
	m, err := kube.ParseManifest("the quota of the exercise", []byte(text))
	if err != nil {
		return err
	}
	if err := w.Apply(ctx, m); err != nil {
		return fmt.Errorf("make the quota of the namespace: %s", err.Error()) // not the student's fault: no ApplyError
	}
	return awaitQuota(ctx, w, name)
}

// secure sets the Pod Security level of the namespace.
func secure(ctx context.Context, w *world.World, name, level string) error {
	kind, err := w.Run.Client.KindByName(ctx, "namespace")
	if err != nil {
		return err
	}
	labels := map[string]string{"pod-security.kubernetes.io/enforce": level}
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"labels": labels}})
	if err != nil {
		return fmt.Errorf("write the labels of namespace %s: %w", name, err)
	}
	return w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
		return to.Patch(ctx, kube.Ref{Kind: kind, Name: name}, patch)
	})
}

// awaitQuota returns when the quota has a status: until then the API server refuses pods.
func awaitQuota(ctx context.Context, w *world.World, namespace string) error {
	kind, err := w.Run.Client.KindByName(ctx, "resourcequota")
	if err != nil {
		return err
	}
	if err := w.Watch(ctx, kind); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Namespace)
	defer cancel()
	ref := kube.Ref{Kind: kind, Namespace: namespace, Name: submission.OwnName}
	err = w.Timeline.Until(ctx, func(v observe.View) observe.Verdict {
		obj := v.Get(ref)
		if obj == nil {
			return observe.Verdict{Saw: "no quota"}
		}
		hard, _, _ := unstructured.NestedMap(obj.Object, "status", "hard")
		return observe.Verdict{Met: len(hard) > 0, Saw: "a quota that is not counted yet"}
	})
	if err != nil {
		return fmt.Errorf("await the quota of namespace %s (is the controller manager running?): %w", namespace, err)
	}
	return nil
}
