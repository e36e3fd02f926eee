package networkpolicy

import (
	"slices"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/cluster/addon/manifesttest"
	"github.com/gherkind/gherkind/internal/cluster/simulated"
	"github.com/gherkind/gherkind/internal/enforces"
	"github.com/gherkind/gherkind/internal/tags"
)

func daemonSet(t *testing.T) appsv1.DaemonSet {
	t.Helper()
	manifest, err := manifestOf("gherkind.local/network-policy:v0-x")
	if err != nil {
		t.Fatal(err)
	}
	var set appsv1.DaemonSet
	manifesttest.Parse(t, manifest, map[string]any{"DaemonSet": &set})
	return set
}

func TestManifest(t *testing.T) {
	set := daemonSet(t)
	pod := set.Spec.Template.Spec
	c := pod.Containers[0]
	if set.Namespace != namespace || c.Image != "gherkind.local/network-policy:v0-x" || !pod.HostNetwork || c.ReadinessProbe == nil {
		t.Errorf("the DaemonSet is %+v", set)
	}
	if term := pod.Affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms[0].MatchExpressions[0]; term.Key != simulated.Label || simulated.Label != tags.SimulatedLabel {
		t.Errorf("it runs on nodes by %+v", term)
	}
	if network := set.Namespace + "/" + set.Name + " " + c.Image; enforces.None([]string{"kube-system/kindnet gherkind.local/kindnet:stand-in", network}) != "" {
		t.Errorf("%q is not known to enforce policies", network)
	}
}

// TestWhereNothingIsEnforced: the program and those who ask why a policy has no effect are told the same.
func TestWhereNothingIsEnforced(t *testing.T) {
	set := daemonSet(t)
	text := set.Annotations["gherkind.local/not-in"]
	if !slices.Contains(set.Spec.Template.Spec.Containers[0].Args, "-except="+text) {
		t.Errorf("arguments %q, annotation %q", set.Spec.Template.Spec.Containers[0].Args, text)
	}
	except, err := labels.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		labels labels.Set
		want   bool
	}{
		"of nobody":                         {nil, false},
		"of a scenario":                     {labels.Set{"gherkind/run": "a"}, true},
		"of a scenario with the add-on":     {labels.Set{"gherkind/run": "a", tags.AddOnLabel("network-policy"): ""}, false},
		"of a scenario with another add-on": {labels.Set{"gherkind/run": "a", tags.AddOnLabel("metallb"): ""}, true},
		"of the set-up of a project":        {labels.Set{"gherkind/setup": "a"}, false},
	} {
		if got := except.Matches(c.labels); got != c.want {
			t.Errorf("a namespace %s: left out is %v", name, got)
		}
	}
}

// TestItsOwnDaemonSetDoesNotCount: once it is installed, the network itself still enforces nothing.
func TestItsOwnDaemonSetDoesNotCount(t *testing.T) {
	own := "network-policy   enforcer     gherkind.local/network-policy:v0\n"
	for table, needed := range map[string]bool{
		"kube-system   kindnet      gherkind.local/kindnet:stand-in\n" + own:                                     true,
		own + "kube-system   kube-proxy   registry.k8s.io/kube-proxy:v1\n":                                       false, // unknown
		"kube-system   kindnet      docker.io/kindest/kindnetd:v20250512-df8de77b\n":                             false,
		"kube-system   kindnet      docker.io/kindest/kindnetd:v20230511-dc714da8,example.com/beside:v1\n" + own: true,
	} {
		if got := enforces.None(setsIn(table)) != ""; got != needed {
			t.Errorf("%q: the add-on is needed: %v", setsIn(table), got)
		}
	}
}
