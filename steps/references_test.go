package steps

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/world"
)

// longNames resolves short node names to names with a prefix.
type longNames struct{ oneNode }

func (longNames) Resolve(short string) (string, error) {
	return "gherkind-" + strings.TrimPrefix(short, "gherkind-"), nil
}

// TestReferences: parameters of steps are resolved in the scenario when the step runs.
func TestReferences(t *testing.T) {
	s := tell(t, viewtest.See(t, ownPod("p", "")), world.State{})
	s.Run.Nodes = longNames{}
	pods := viewtest.KindFor("Pod")
	if err := s.Call("worker-pod", kube.Ref{Kind: pods, Namespace: "a", Name: "web-x7f2k"}); err != nil {
		t.Fatal(err)
	}
	named := func(namespace, name string) string { return namespace + "/" + name }
	var c world.ContainerRef
	s.find(c.Resolve(t.Context(), s.World, "app", "web"))
	var n world.NodeName
	s.find(n.Resolve(t.Context(), s.World, "worker"))
	var changed world.ChangedNode
	s.find(changed.Resolve(t.Context(), s.World, "worker"))
	called, object := s.pod("worker-pod"), s.object("pods", "web")
	for what, got := range map[string][2]string{
		"a pod":                          {named(s.pod("web").Namespace, s.pod("web").Name), "a/web"},
		"a pod by its name here":         {named(called.Namespace, called.Name), "a/web-x7f2k"},
		"that name":                      {called.Said, "worker-pod"},
		"a container":                    {named(c.Pod.Name, c.Name), "web/app"},
		"a service":                      {named(s.service("web").Namespace, s.service("web").Name), "a/web"},
		"an object":                      {object.String(), `pod "web"`},
		"an object as the step has it":   {named(object.Said.Kind, object.Said.Name), "pods/web"},
		"a node":                         {s.node("worker").Name, "gherkind-worker"},
		"the name of a node":             {n.Name, "gherkind-worker"},
		"a node to change, of one's own": {changed.Name, "gherkind-worker"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %q, want %q", what, got[0], got[1])
		}
	}
	s.Run.Foreign = true
	s.find(changed.Resolve(t.Context(), s.World, "gherkind-worker"))
	if err := changed.Resolve(t.Context(), s.World, "worker"); err == nil || !strings.Contains(err.Error(), `node "worker" is gherkind-worker in this external cluster`) {
		t.Errorf("a short name in an external cluster: %v", err)
	}
	if err := new(world.PodRef).Resolve(t.Context(), s.World, "mem2/web"); err == nil || !strings.Contains(err.Error(), `no namespace "mem2" in this scenario`) {
		t.Errorf("a namespace that is not there: %v", err)
	}
}
