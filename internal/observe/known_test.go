package observe

import (
	"fmt"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func count(k *known) (n int) {
	for range k.all() {
		n++
	}
	return n
}

func eventOf(about string) *unstructured.Unstructured {
	involved := map[string]any{"kind": "Node", "name": "worker"}
	if about != "" {
		involved["namespace"] = about
	}
	return &unstructured.Unstructured{Object: map[string]any{"kind": "Event", "metadata": map[string]any{"namespace": "default"}, "involvedObject": involved}}
}

// TestKnown: an object is found in whichever group it is, and once.
func TestKnown(t *testing.T) {
	k := newKnown()
	pod, node, cluster, own := objectKey{namespace: "a", name: "p"}, objectKey{name: "n"}, objectKey{namespace: "default", name: "e"}, objectKey{namespace: "default", name: "o"}
	k.put(pod, &unstructured.Unstructured{})
	k.put(node, &unstructured.Unstructured{})
	k.put(cluster, eventOf(""))
	k.put(own, eventOf("default"))
	if len(k.cluster) != 1 || len(k.namespaces["default"]) != 1 || count(k) != 4 {
		t.Errorf("%+v", k)
	}
	k.isFormer(cluster)
	again := eventOf("")
	k.put(cluster, again)
	if len(k.cluster) != 0 || k.get(cluster) != again || count(k) != 4 {
		t.Errorf("a former event that is told again: %+v", k)
	}
	for _, key := range []objectKey{pod, node, cluster, own} {
		if k.get(key) == nil {
			t.Errorf("%v is not found", key)
		}
		k.remove(key)
		if k.get(key) != nil {
			t.Errorf("%v is still there", key)
		}
	}
	if count(k) != 0 || len(k.namespaces) != 0 {
		t.Errorf("left: %+v", k)
	}
}

// BenchmarkTimeline measures opening a timeline beside n objects of other namespaces, and n events about former nodes.
func BenchmarkTimeline(b *testing.B) {
	for _, n := range []int{100, 10000} {
		b.Run(fmt.Sprintf("others=%d", n), func(b *testing.B) {
			h := NewHub(b.Context(), nil, Options{})
			watch := map[bool]*kindWatch{}
			h.mu.Lock()
			for _, kind := range []bool{true, false} {
				of := nodes
				if kind {
					of = events
				}
				w := newKindWatch(h, of, "")
				h.watches[w.scope()], watch[kind] = w, w
			}
			h.mu.Unlock()
			node := &unstructured.Unstructured{Object: map[string]any{"kind": "Node", "metadata": map[string]any{"name": "worker", "uid": "now", "creationTimestamp": "2026-01-01T00:00:10Z"}}}
			h.mu.Lock()
			watch[false].store.see(node)
			for i := range n {
				event := eventOf("")
				event.SetName(fmt.Sprintf("worker.%d", i))
				event.Object["involvedObject"].(map[string]any)["uid"] = "before"
				watch[true].store.see(event)
				foreign := eventOf("b")
				foreign.SetNamespace("b")
				foreign.SetName(fmt.Sprintf("pod.%d", i))
				watch[true].store.see(foreign)
			}
			h.mu.Unlock()
			for b.Loop() {
				h.Timeline("a").Close()
			}
		})
	}
}
