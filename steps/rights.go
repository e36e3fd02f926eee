package steps

import (
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kinds"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/steps/step"
)

// Right is a permission on the cluster.
type Right = step.Right

func right(group, resource string, verbs []string) Right {
	return Right{Group: group, Resource: resource, Verbs: verbs}
}

// The API verbs that steps need.
var (
	verbsToSee     = []string{"get", "list", "watch"}
	verbsToApply   = []string{"get", "list", "watch", "create", "patch"}
	verbsToConnect = []string{"create", "get"} // to open a connection, by WebSocket or SPDY
)

// Permissions that several definitions need.
var (
	rightsToRun         = []Right{right("", "pods/exec", verbsToConnect)}
	rightsToChangeNodes = []Right{right("", "nodes", []string{"get", "update"})}
	rightsOfServices    = []Right{right("", "services", verbsToSee)}
	rightsOfEndpoints   = []Right{right("", "services", verbsToSee), right("discovery.k8s.io", "endpointslices", verbsToSee)}
	rightsOfJobs        = []Right{right("batch", "jobs", verbsToSee)}
	rightsOfReplicas    = []Right{right("apps", "replicasets", verbsToSee)}
	rightsToWrite       = []Right{right("", "configmaps", verbsToApply)}
	rightsToEvict       = []Right{right("", "pods/eviction", []string{"create"}), right("policy", "poddisruptionbudgets", verbsToSee)}
	rightsToForward     = []Right{right("", "pods/portforward", verbsToConnect)}
	rightsToDeletePods  = []Right{right("", "pods", []string{"delete"})}
	rightsToDelete      = []Right{right("", step.OfKind, []string{"delete"})}
	rightsToReview      = []Right{right("", "serviceaccounts", verbsToSee), right("authorization.k8s.io", "subjectaccessreviews", []string{"create"})}
	rightsToPatch       = []Right{right("", step.OfKind, []string{"get", "patch"})}
	rightsToPatchStatus = []Right{right("", step.OfKind+"/status", []string{"patch"})}
	rightsToRollBack    = []Right{right("", step.OfKind, []string{"patch"}), right("apps", "replicasets", verbsToSee), right("apps", "controllerrevisions", verbsToSee)}
	rightsToStartJob    = []Right{right("batch", "cronjobs", verbsToSee), right("batch", "jobs", verbsToApply)}
	rightsToScale       = []Right{right("", step.OfKind+"/scale", []string{"get", "patch"})}
)

// RightsOf returns the permissions that a step with these manifests needs in addition to those that every run needs.
func RightsOf(match *step.Match, manifests []*kube.Manifest) []Right {
	var rights []Right
	for _, r := range match.Def.Rights {
		if !strings.HasPrefix(r.Resource, step.OfKind) {
			rights = append(rights, r)
		}
	}
	for _, v := range match.Values() {
		group, plural, is := kindIn(v)
		if !is {
			continue
		}
		for _, r := range match.Def.Rights {
			if rest, ofKind := strings.CutPrefix(r.Resource, step.OfKind); ofKind {
				rights = append(rights, right(group, plural+rest, r.Verbs))
			}
		}
		rights = append(rights, right(group, plural, verbsToSee))
	}
	for _, m := range manifests {
		for _, doc := range m.Docs {
			rights = append(rights, rightsToApply(doc.Object)...)
		}
	}
	return rights
}

// kindIn returns the resource that a value of a step names. For custom resources it is what the step says.
func kindIn(v step.Value) (group, plural string, is bool) {
	if !placeholder.IsKind(v.Type) {
		return "", "", false
	}
	for _, k := range slices.Concat(kinds.PodOwners, kinds.Others) {
		if k.Called(v.Text) {
			return k.Group, k.Plural, true
		}
	}
	plural, group, _ = strings.Cut(strings.ToLower(v.Text), ".")
	return group, plural, true
}

// rightsClusterScoped are the cluster-scoped built-in resources. Deleting a namespace does not delete them, so a scenario
// deletes those that it has created.
var rightsClusterScoped = []string{
	"persistentvolumes", "ingressclasses", "ipaddresses", "servicecidrs", "clusterroles", "clusterrolebindings", "storageclasses", "csidrivers",
	"csinodes", "volumeattachments", "volumeattributesclasses", "priorityclasses", "mutatingwebhookconfigurations",
	"validatingwebhookconfigurations", "validatingadmissionpolicies", "validatingadmissionpolicybindings", "mutatingadmissionpolicies",
	"mutatingadmissionpolicybindings", "customresourcedefinitions", "apiservices", "certificatesigningrequests", "flowschemas",
	"prioritylevelconfigurations", "runtimeclasses", "deviceclasses", "resourceslices", "namespaces",
}

// rightsToApply returns the permissions for an object of a manifest, and for what controllers create from it.
func rightsToApply(obj *unstructured.Unstructured) []Right {
	gvk := obj.GroupVersionKind()
	if gvk.Group == "" && gvk.Kind == "Namespace" {
		return nil // every run may create namespaces
	}
	plural, _ := meta.UnsafeGuessKindToResource(gvk)
	needs := right(gvk.Group, plural.Resource, verbsToApply)
	builtIn := false
	for _, k := range slices.Concat(kinds.PodOwners, kinds.Others) {
		if k.Group == gvk.Group && k.Singular == strings.ToLower(gvk.Kind) {
			needs.Resource, builtIn = k.Plural, true
		}
	}
	if !builtIn || slices.Contains(rightsClusterScoped, needs.Resource) { // a custom resource may be cluster-scoped
		needs.Verbs = append(slices.Clone(verbsToApply), "delete")
	}
	return slices.Concat([]Right{needs}, rightsMadeFrom[needs.Resource], rightsOfMarkers[needs.Resource])
}

// RightsToRemove returns the permissions to delete the objects of manifests that are not deleted with a namespace.
func RightsToRemove(manifests []*kube.Manifest) []Right {
	var rights []Right
	for _, m := range manifests {
		for _, doc := range m.Docs {
			for _, r := range rightsToApply(doc.Object)[:min(1, len(rightsToApply(doc.Object)))] {
				rights = append(rights, right(r.Group, r.Resource, []string{"delete"}))
			}
		}
	}
	return rights
}

// Outlives reports whether some objects of a manifest are not deleted with a namespace. A run records them before it creates
// them, so that they can be deleted even if the run is killed.
func Outlives(m *kube.Manifest) bool {
	return slices.ContainsFunc(m.Docs, func(doc kube.Document) bool {
		deletes := func(r Right) bool { return slices.Contains(r.Verbs, "delete") }
		return len(doc.Object.GetFinalizers()) > 0 || slices.ContainsFunc(rightsToApply(doc.Object), deletes)
	})
}

// rightsMadeFrom are the permissions for resources that are watched together with a kind, mostly because a controller creates
// them from it.
var rightsMadeFrom = map[string][]Right{
	"deployments": {right("apps", "replicasets", verbsToSee)},
	"cronjobs":    {right("batch", "jobs", verbsToSee)},
	"ingresses":   {right("", "services", verbsToSee)},
	"services":    {right("discovery.k8s.io", "endpointslices", verbsToSee)},
}

// MergeRights combines the permissions for the same resource, and sorts them.
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
		merged = append(merged, right(key.group, key.name, slices.Sorted(maps.Keys(verbs))))
	}
	slices.SortFunc(merged, func(a, b Right) int { return strings.Compare(a.Group+"/"+a.Resource, b.Group+"/"+b.Resource) })
	return merged
}

// rightsOfMarkers are the permissions by which a write awaits that the API server enforces a kind ([world.World.Write]). For roles,
// and for labels of namespaces, none are asked for only that: without them, such a write does not wait.
var rightsOfMarkers = map[string][]Right{
	"validatingadmissionpolicies":       {rightOfMarker("validatingadmissionpolicybindings")},
	"validatingadmissionpolicybindings": {rightOfMarker("validatingadmissionpolicies")},
	"mutatingadmissionpolicies":         {rightOfMarker("mutatingadmissionpolicybindings")},
	"mutatingadmissionpolicybindings":   {rightOfMarker("mutatingadmissionpolicies")},
	"priorityclasses":                   {right("", "pods", []string{"create"})},
	"limitranges":                       {right("", "limitranges", []string{"delete"}), right("", "persistentvolumeclaims", []string{"create"})},
}

func rightOfMarker(policies string) Right {
	return right("admissionregistration.k8s.io", policies, []string{"get", "list", "create", "delete"})
}
