package engine

import (
	"context"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// learner knows which Secrets of a scenario the dispatcher has been told of.
type learner struct {
	run *runner
	s   *report.Scenario
	w   *world.World

	mu   sync.Mutex
	from int  // of what was observed
	read bool // those in its namespaces
}

// observed learns the values of Secrets that the scenario has observed since the last call.
func (l *learner) observed() {
	l.mu.Lock()
	defer l.mu.Unlock()
	var objects []*unstructured.Unstructured
	l.w.Timeline.View(func(v observe.View) {
		seen := v.All()
		for _, o := range seen[l.from:] {
			if o.Ref.Kind.GVK.Kind == "Secret" {
				objects = append(objects, o.Object)
			}
		}
		l.from = len(seen)
	})
	l.run.tell.Learn(l.s, objects)
}

// secretsWithin is how long a scenario that failed waits for the Secrets in its namespaces.
const secretsWithin = 5 * time.Second

// failed learns, once, the values of all Secrets in the scenario's namespaces, before anything is said of a failure: what a pod
// printed may come from a Secret of which no step speaks, such as one that a controller or a student has made. Without the right
// to read them nothing is learned, as docs/reports.md says.
func (l *learner) failed(ctx context.Context) {
	l.observed()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.read {
		return
	}
	l.read = true
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), secretsWithin)
	defer cancel()
	core := schema.GroupVersion{Version: "v1"}
	kind := kube.Kind{GVK: core.WithKind("Secret"), GVR: core.WithResource("secrets"), Namespaced: true}
	for _, namespace := range l.w.Namespaces() {
		objects, err := l.w.Run.Client.List(ctx, kind, namespace)
		l.run.tell.Learn(l.s, objects)
		if err != nil && kube.MissingRight(err) == nil && !l.w.StoppedControl() {
			l.w.Warn("values of Secrets in namespace %s that no manifest has are not hidden in what is said of this scenario: %v", namespace, err)
		}
	}
}
