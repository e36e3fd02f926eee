package steps

import (
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/step"
)

// Right is what a step needs to be allowed of a cluster.
type Right struct {
	Group, Resource string // as in a Role: "apps", "deployments", "pods/exec"
	Verbs           []string
}

// The verbs of what steps do.
var (
	verbsToSee     = []string{"get", "list", "watch"}
	verbsToApply   = []string{"get", "list", "watch", "create", "patch"}
	verbsToConnect = []string{"create", "get"} // of a connection, by websocket or SPDY
)

// What several definitions need.
var (
	rightsToRun         = []Right{{"", "pods/exec", verbsToConnect}}
	rightsToChangeNodes = []Right{{"", "nodes", []string{"get", "update"}}}
	rightsOfServices    = []Right{{"", "services", verbsToSee}}
	rightsOfEndpoints   = []Right{{"", "services", verbsToSee}, {"discovery.k8s.io", "endpointslices", verbsToSee}}
	rightsOfReplicas    = []Right{{"apps", "replicasets", verbsToSee}}
	rightsToWrite       = []Right{{"", "configmaps", verbsToApply}}
)

// rightsOfDefinitions are what definitions need beyond the kinds in their text, their manifests, and what each run needs.
var rightsOfDefinitions = map[string][]Right{
	"pod-sees-content-change": rightsToRun, "command-run": rightsToRun, "command-run-exits": rightsToRun, "command-run-prints": rightsToRun,
	"command-run-in-container": rightsToRun, "command-exits": rightsToRun, "command-in-container-exits": rightsToRun,
	"command-in-container-prints": rightsToRun, "command-in-container-prints-exactly": rightsToRun, "command-prints": rightsToRun,
	"command-prints-exactly": rightsToRun, "command-prints-same": rightsToRun, "command-prints-different": rightsToRun,
	"requests-answers": slices.Concat(rightsToRun, rightsOfEndpoints), "requests-answers-at-least": slices.Concat(rightsToRun, rightsOfEndpoints),
	"pod-gets-http": rightsToRun, "pod-accepts-tcp": rightsToRun, "pod-refuses-tcp": rightsToRun,
	"pod-answers-forwarded": {{"", "pods/portforward", verbsToConnect}},
	"node-labelled":         rightsToChangeNodes, "node-tainted": rightsToChangeNodes, "node-untainted": rightsToChangeNodes, "node-cordoned": rightsToChangeNodes, "node-uncordoned": rightsToChangeNodes,
	"node-drained":   append(slices.Clone(rightsToChangeNodes), Right{"", "pods/eviction", []string{"create"}}, Right{"policy", "poddisruptionbudgets", verbsToSee}),
	"accepts-writes": rightsToWrite, "accepts-no-writes": rightsToWrite,
	"pods-replaced":           {{"", "pods", []string{"delete"}}},
	"workload-ready-replicas": rightsOfReplicas, "workload-rolled-out": rightsOfReplicas, "throughout-available": rightsOfReplicas,
	"pod-is-endpoint": rightsOfEndpoints, "pod-is-no-endpoint": rightsOfEndpoints, "every-pod-is-endpoint": rightsOfEndpoints, "service-ready-endpoints": rightsOfEndpoints,
	"service-silent-on-node": rightsOfEndpoints, "service-silent-outside": rightsOfEndpoints, "throughout-endpoints": rightsOfEndpoints,
	"service-answers-on-every-node": rightsOfServices, "service-external-address": rightsOfServices, "service-no-external-address": rightsOfServices,
	"service-node-port-range": rightsOfServices, "service-answers-external": rightsOfServices, "service-answers-on-node": rightsOfServices,
}

// RightsOf are the rights that a step needs beyond those of each run, with the manifests that it applies.
func RightsOf(match *step.Match, manifests []*kube.Manifest) []Right {
	rights := slices.Clone(rightsOfDefinitions[match.Def.Name])
	for _, v := range match.Values() {
		group, plural, is := kindIn(v)
		switch {
		case !is:
			continue
		case match.Def.Name == "object-deleted":
			rights = append(rights, Right{group, plural, []string{"delete"}})
		case match.Def.Name == "workload-scaled":
			rights = append(rights, Right{group, plural + "/scale", []string{"get", "patch"}})
		}
		rights = append(rights, Right{group, plural, verbsToSee})
	}
	for _, m := range manifests {
		for _, doc := range m.Docs {
			rights = append(rights, rightsToApply(doc.Object)...)
		}
	}
	return rights
}

// kindIn is the resource that a value of a step names. Of a custom one only what is written is known.
func kindIn(v step.Value) (group, plural string, is bool) {
	kindsOnly := slices.ContainsFunc(kindSets(), func(s kindSet) bool { return s.name == v.Type })
	if v.Type != "kind" && !kindsOnly {
		return "", "", false
	}
	for _, k := range slices.Concat(apps, otherKinds) {
		if k.called(v.Text) {
			return k.group, k.plural, true
		}
	}
	plural, group, _ = strings.Cut(strings.ToLower(v.Text), ".")
	return group, plural, true
}

// rightsClusterScoped are the kinds of Kubernetes that no namespace takes away: a scenario deletes what it has made of them.
var rightsClusterScoped = []string{
	"persistentvolumes", "ingressclasses", "ipaddresses", "servicecidrs", "clusterroles", "clusterrolebindings", "storageclasses", "csidrivers",
	"csinodes", "volumeattachments", "volumeattributesclasses", "priorityclasses", "mutatingwebhookconfigurations",
	"validatingwebhookconfigurations", "validatingadmissionpolicies", "validatingadmissionpolicybindings", "mutatingadmissionpolicies",
	"mutatingadmissionpolicybindings", "customresourcedefinitions", "apiservices", "certificatesigningrequests", "flowschemas",
	"prioritylevelconfigurations", "runtimeclasses", "deviceclasses", "resourceslices", "namespaces",
}

// rightsToApply are those for an object of a manifest, and for what a controller makes of it.
func rightsToApply(obj *unstructured.Unstructured) []Right {
	gvk := obj.GroupVersionKind()
	if gvk.Group == "" && gvk.Kind == "Namespace" {
		return nil // each run may make them
	}
	plural, _ := meta.UnsafeGuessKindToResource(gvk)
	right := Right{gvk.Group, plural.Resource, verbsToApply}
	builtIn := false
	for _, k := range slices.Concat(apps, otherKinds) {
		if k.group == gvk.Group && k.singular == strings.ToLower(gvk.Kind) {
			right.Resource, builtIn = k.plural, true
		}
	}
	if !builtIn || slices.Contains(rightsClusterScoped, right.Resource) { // of a custom one it is not known
		right.Verbs = append(slices.Clone(verbsToApply), "delete")
	}
	return append([]Right{right}, rightsMadeFrom[right.Resource]...)
}

// Outlives tells that no namespace takes away all that a manifest makes: a run writes it down before it makes it, for the
// case that it dies.
func Outlives(m *kube.Manifest) bool {
	return slices.ContainsFunc(m.Docs, func(doc kube.Document) bool {
		deletes := func(r Right) bool { return slices.Contains(r.Verbs, "delete") }
		return len(doc.Object.GetFinalizers()) > 0 || slices.ContainsFunc(rightsToApply(doc.Object), deletes)
	})
}

// rightsMadeFrom is what is watched with the kinds that it is made for.
var rightsMadeFrom = map[string][]Right{
	"deployments": {{"apps", "replicasets", verbsToSee}},
	"cronjobs":    {{"batch", "jobs", verbsToSee}},
	"ingresses":   {{"", "services", verbsToSee}},
	"services":    {{"discovery.k8s.io", "endpointslices", verbsToSee}},
}

// MergeRights joins those for the same resource, and sorts all.
func MergeRights(rights []Right) []Right {
	type resource struct{ group, name string }
	verbs := map[resource]map[string]bool{}
	for _, r := range rights {
		key := resource{r.Group, r.Resource}
		if verbs[key] == nil {
			verbs[key] = map[string]bool{}
		}
		for _, verb := range r.Verbs {
			verbs[key][verb] = true
		}
	}
	var merged []Right
	for key, verbs := range verbs {
		merged = append(merged, Right{key.group, key.name, slices.Sorted(maps.Keys(verbs))})
	}
	slices.SortFunc(merged, func(a, b Right) int { return strings.Compare(a.Group+"/"+a.Resource, b.Group+"/"+b.Resource) })
	return merged
}
