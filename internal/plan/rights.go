package plan

import (
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// Rights returns, as RBAC manifests, the permissions that the scenarios need on an external cluster. It does not ask a cluster.
func (p *Plan) Rights() (string, error) {
	needed, writesDown, err := p.needed(p.setUpObjects())
	if err != nil {
		return "", err
	}
	return rbacText(eachRun, needed, writesDown), nil
}

// Need is a permission that a run needs, in all namespaces or in one.
type Need struct {
	steps.Right
	Namespace string
}

// Needs returns all permissions that a run of the scenarios needs on an external cluster.
func (p *Plan) Needs() ([]Need, error) {
	needed, writesDown, err := p.needed(p.setUpObjects())
	if err != nil {
		return nil, err
	}
	return needsOf(needed, writesDown), nil
}

// NeedsOfRunners returns all permissions of a process that runs scenarios, and whose set-up another process makes and removes:
// it sees the objects of the set-up, and changes only what the steps of the scenarios change.
func (p *Plan) NeedsOfRunners() ([]Need, error) {
	own := *p
	own.SetUp = nil
	needed, writesDown, err := own.needed(p.setUpObjects())
	if err != nil {
		return nil, err
	}
	seen, err := p.seesOfSetUp()
	if err != nil {
		return nil, err
	}
	return needsOf(append(needed, seen...), writesDown), nil
}

// needsOf returns the permissions that the steps need, with those of each run.
func needsOf(needed []steps.Right, writesDown bool) []Need {
	journal := []string{"get", "list"}
	if writesDown {
		journal = []string{"create", "delete", "get", "list", "patch"}
	}
	needs := []Need{
		{steps.Right{Group: "coordination.k8s.io", Resource: "leases", Verbs: []string{"create", "delete", "get", "list", "patch", "update", "watch"}}, world.SystemNamespace},
		{steps.Right{Resource: "configmaps", Verbs: journal}, world.SystemNamespace},
	}
	var everywhere []steps.Right
	for _, r := range eachRun {
		everywhere = append(everywhere, r.Right)
	}
	for _, r := range steps.MergeRights(append(everywhere, needed...)) {
		needs = append(needs, Need{Right: r})
	}
	return needs
}

// seesOfSetUp returns the permissions to see the objects of the set-up, and what controllers make from them: a scenario may refer
// to each, and its failure is explained by them. Secrets are left out: a step that refers to one needs the permission itself.
func (p *Plan) seesOfSetUp() ([]steps.Right, error) {
	if p.SetUp == nil {
		return nil, nil
	}
	var seen []steps.Right
	for _, s := range p.SetUp.Steps {
		match, err := s.Match()
		if err != nil {
			return nil, &UsageError{err}
		}
		for _, r := range steps.RightsOf(match.Match, steps.ManifestsOf(match)) {
			r.Verbs = slices.DeleteFunc(slices.Clone(r.Verbs), func(verb string) bool { return !slices.Contains(verbsToSee, verb) })
			if len(r.Verbs) > 0 && r.Resource != "secrets" && !strings.Contains(r.Resource, "/") {
				seen = append(seen, r)
			}
		}
	}
	return seen, nil
}

var verbsToSee = []string{"get", "list", "watch"}

// needed returns the permissions that the steps need in addition to those of each run, and whether the run writes a journal.
// Besides the scenarios, these objects may define the kinds that steps name.
func (p *Plan) needed(others []*unstructured.Unstructured) (all []steps.Right, writesDown bool, err error) {
	var needed []steps.Right
	for _, pickle := range p.Everything() {
		defined := definedResources(slices.Concat(p.ScenarioOf(pickle).Objects, others))
		for _, s := range pickle.Steps {
			match, err := s.Match()
			if err != nil {
				return nil, false, &UsageError{err}
			}
			manifests := steps.ManifestsOf(match)
			if pickle == p.SetUp {
				writesDown, needed = true, append(needed, steps.RightsToRemove(manifests)...)
			}
			if _, is := steps.ChartOf(match); is { // upgrades and hooks delete objects
				needed = append(needed, steps.RightsToRemove(manifests)...)
			}
			writesDown = writesDown || match.Def.Reach == step.ReachNodes || slices.ContainsFunc(manifests, steps.Outlives) || patchesFinalizers(match)
			needed = append(needed, defined.named(match, steps.RightsOf(match.Match, manifests))...)
		}
	}
	return steps.MergeRights(needed), writesDown, nil
}

// patchesFinalizers reports whether a patch may add finalizers, which are written to the journal before the patch is sent.
func patchesFinalizers(match *step.Planned) bool {
	patch, is := match.Below().(*kube.Patch)
	return is && patch.Mentions("finalizers")
}

// runRight is a permission that each run needs, and why.
type runRight struct {
	why string
	steps.Right
}

var eachRun = []runRight{
	{"each scenario has its own namespaces, which are deleted when it ends", steps.Right{Resource: "namespaces", Verbs: []string{"create", "delete", "get", "list", "patch", "watch"}}},
	{"a namespace is ready for pods when it has its default service account", steps.Right{Resource: "serviceaccounts", Verbs: []string{"get", "list", "watch"}}},
	{"the state of pods; deleting them together, with one second of grace, shortens the deletion of a namespace", steps.Right{Resource: "pods", Verbs: []string{"deletecollection", "get", "list", "watch"}}},
	{"a failure is explained by events and logs", steps.Right{Resource: "events", Verbs: []string{"get", "list", "watch"}}},
	{"", steps.Right{Resource: "pods/log", Verbs: []string{"get"}}},
	{"where pods run, and by which addresses nodes answer", steps.Right{Resource: "nodes", Verbs: []string{"get", "list", "watch"}}},
}

// rbacText returns the manifests.
func rbacText(always []runRight, needed []steps.Right, writesDown bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, rbacHead, world.SystemNamespace)
	writeRules(&b, always, needed, "what these features apply, name and do")
	fmt.Fprintf(&b, rbacSystem, world.SystemNamespace)
	journal := "get, list"
	if writesDown {
		journal = "create, delete, get, list, patch"
	}
	fmt.Fprintf(&b, rbacJournal, journal)
	fmt.Fprintf(&b, rbacBindings, world.SystemNamespace)
	return b.String()
}

// writeRules writes the permissions that are always needed, and then what the steps need in addition, and why.
func writeRules(b *strings.Builder, always []runRight, needed []steps.Right, why string) {
	for _, r := range always {
		writeRule(b, r.Right, r.why)
	}
	for _, r := range needed {
		if r.Verbs = beyond(r, always); len(r.Verbs) == 0 {
			continue
		}
		writeRule(b, r, why)
		why = ""
	}
}

// beyond returns the verbs of a permission that are not always needed anyway.
func beyond(r steps.Right, always []runRight) []string {
	for _, has := range always {
		if has.Group == r.Group && has.Resource == r.Resource {
			return slices.DeleteFunc(slices.Clone(r.Verbs), func(verb string) bool { return slices.Contains(has.Verbs, verb) })
		}
	}
	return r.Verbs
}

func writeRule(b *strings.Builder, r steps.Right, why string) {
	if why != "" {
		fmt.Fprintf(b, "  # %s\n", why)
	}
	fmt.Fprintf(b, "  - {apiGroups: [%q], resources: [%q], verbs: [%s]}\n", r.Group, r.Resource, strings.Join(slices.Sorted(slices.Values(r.Verbs)), ", "))
}

const rbacHead = `# What gherkind needs to run these features on a cluster that is not its own, and no more.
# The names of a scenario's namespaces are made up when it runs, so the rights in them are those of a ClusterRole.
# Who applies Roles and RoleBindings must also have every right that these grant.
apiVersion: v1
kind: Namespace
metadata:
  name: %[1]s
  labels: {app.kubernetes.io/name: gherkind, app.kubernetes.io/managed-by: gherkind}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: gherkind, namespace: %[1]s}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: gherkind}
rules:
`

const rbacSystem = `---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: gherkind, namespace: %s}
rules:
  # runs know of each other by Leases
  - {apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: [create, delete, get, list, patch, update, watch]}
`

const rbacJournal = `  # what a run does to nodes, and makes outside of its namespaces, is written down, and undone by the next one if it dies
  - {apiGroups: [""], resources: ["configmaps"], verbs: [%s]}
`

const rbacBindings = `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: gherkind}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: gherkind}
subjects: [{kind: ServiceAccount, name: gherkind, namespace: %[1]s}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: gherkind, namespace: %[1]s}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: gherkind}
subjects: [{kind: ServiceAccount, name: gherkind, namespace: %[1]s}]
`
