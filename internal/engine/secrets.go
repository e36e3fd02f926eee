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

// learner tracks which Secrets of a scenario the dispatcher already knows.
type learner struct {
	run *runner
	s   *report.Scenario
	w   *world.World

	mu   sync.Mutex
	from int  // index of the first observation that was not processed yet
	read bool // whether the Secrets in its namespaces have been read
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

// secretsWithin is how long a failed scenario waits for the Secrets in its namespaces.
const secretsWithin = 5 * time.Second

// failed learns, once, the values of all Secrets in the scenario's namespaces, before a failure is reported: the output of a
// pod may contain a Secret that no step mentions, such as one that a controller or a student created. Without permission to
// read them nothing is learned, as docs/reports.md says.
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
