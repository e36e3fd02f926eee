package world_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/nodes"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

func TestResolveNamesWhatThereIs(t *testing.T) {
	r := newRun(t)
	w := open(r, "names")
	defer finish(t, r, w)
	if _, err := w.Resolve(t.Context(), "pods", "mem2/web"); err == nil || !strings.Contains(err.Error(), "none yet") {
		t.Errorf("got %v", err)
	}
	if _, err := w.Namespace(t.Context(), "mem1"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Resolve(t.Context(), "pods", "mem2/web"); err == nil || !strings.Contains(err.Error(), `it has "mem1"`) {
		t.Errorf("got %v", err)
	}
	ref, err := w.Resolve(t.Context(), "po", "web")
	if err != nil || ref.Namespace != w.Namespaces()["mem1"] {
		t.Errorf("a bare name after mem1: %v, %v", ref, err)
	}
	if err := w.Call("web", kube.Ref{Kind: ref.Kind, Namespace: ref.Namespace, Name: "web-x7f2k"}); err != nil {
		t.Fatal(err)
	}
	if ref, err = w.Resolve(t.Context(), "pods", "web"); err != nil || ref.Name != "web-x7f2k" {
		t.Errorf("got %v, %v", ref, err)
	}
	if err := w.Call("web", kube.Ref{Kind: ref.Kind, Namespace: ref.Namespace, Name: "another"}); err == nil {
		t.Error("the same name was accepted for two pods")
	}
	r.Nodes = shortNames{nodes.Of(clustertest.Up(t))}
	if ref, err = w.Resolve(t.Context(), "nodes", "worker"); err != nil || ref.Name != "gherkind-worker" {
		t.Errorf("a node by its short name: %v, %v", ref, err)
	}
}

// shortNames resolves other short names than the nodes of the cluster.
type shortNames struct{ world.Nodes }

func (shortNames) Resolve(short string) (string, error) { return "gherkind-" + short, nil }

// Changes by others in a namespace of the cluster are observed without becoming part of the scenario's history; an alias takes
// precedence over a namespace of that name.
func TestLook(t *testing.T) {
	r := newRun(t)
	w := open(r, "look")
	defer finish(t, r, w)
	pods, err := r.Client.KindByName(t.Context(), "pods")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Look(t.Context(), pods, "kube-sistem"); err == nil || !strings.Contains(err.Error(), "this scenario has none yet") ||
		!strings.Contains(err.Error(), "kube-public, kube-system") {
		t.Errorf("got %v", err)
	}
	timeline, namespace, err := w.Look(t.Context(), pods, "kube-system")
	if err != nil || timeline == w.Timeline || namespace != "kube-system" {
		t.Fatalf("got %q, %v", namespace, err)
	}
	defer timeline.Close()
	count := func(tl *observe.Timeline) (n int) {
		tl.View(func(v observe.View) { n = len(v.List(pods, "kube-system", nil)) })
		return n
	}
	if there, own := count(timeline), count(w.Timeline); there == 0 || own != 0 {
		t.Errorf("%d pods there, %d in the scenario", there, own)
	}
	own, err := w.Namespace(t.Context(), "kube-system")
	if err != nil {
		t.Fatal(err)
	}
	if timeline, namespace, err = w.Look(t.Context(), pods, "kube-system"); err != nil || timeline != w.Timeline || namespace != own {
		t.Errorf("an alias of the scenario: got %q, %v", namespace, err)
	}
}

// awaitReport waits until the namespace controller has reported what is left.
func awaitReport(t *testing.T, r *world.Run, namespace string) {
	t.Helper()
	kind, err := r.Client.KindByName(t.Context(), "namespaces")
	if err != nil {
		t.Fatal(err)
	}
	timeline := r.Hub.Timeline()
	defer timeline.Close()
	err = timeline.Until(bounded(t, time.Minute), func(v observe.View) observe.Verdict {
		ns := v.Get(kube.Ref{Kind: kind, Name: namespace})
		text := ""
		if ns != nil {
			text = fmt.Sprint(ns.Object["status"])
		}
		return observe.Verdict{Met: strings.Contains(text, "gherkind.invalid/held"), Saw: text}
	})
	if err != nil {
		t.Fatal(err)
	}
}
