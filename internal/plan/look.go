package plan

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/world"
)

// eachLook has the permissions needed to judge scenarios in existing namespaces, and why.
var eachLook = []runRight{
	{"whether the namespace is there, and which cluster this is", steps.Right{Resource: "namespaces", Verbs: []string{"get", "list", "watch"}}},
	{"a namespace is ready for pods when it has its default service account", steps.Right{Resource: "serviceaccounts", Verbs: []string{"get", "list", "watch"}}},
	{"the state of pods", steps.Right{Resource: "pods", Verbs: []string{"get", "list", "watch"}}},
	{"a miss is explained by events and logs", steps.Right{Resource: "events", Verbs: []string{"get", "list", "watch"}}},
	{"", steps.Right{Resource: "pods/log", Verbs: []string{"get"}}},
	{"where pods run, and by which addresses nodes answer", steps.Right{Resource: "nodes", Verbs: []string{"get", "list", "watch"}}},
}

// RightsToLook returns, as RBAC manifests, the permissions needed to judge read-only scenarios of the plan in existing
// namespaces. It does not ask a cluster.
func (p *Plan) RightsToLook(pickles []*gherkin.Pickle) (string, error) {
	var needed []steps.Right
	for _, pickle := range pickles {
		for _, s := range pickle.Steps {
			match, err := s.Match()
			if err != nil {
				return "", &UsageError{err}
			}
			needed = append(needed, steps.RightsOf(match.Match, nil)...)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, lookHead, world.SystemNamespace)
	writeRules(&b, eachLook, steps.MergeRights(needed), "what the criteria look at; a command in a container and a port-forward need \"create\", and change no object")
	fmt.Fprintf(&b, lookBinding, world.SystemNamespace)
	return b.String(), nil
}

const lookHead = `# What gherkind needs to judge criteria that only look, and no more.
# Students' namespaces have names that nobody knows here, so the rights are those of a ClusterRole.
apiVersion: v1
kind: Namespace
metadata:
  name: %[1]s
  labels: {app.kubernetes.io/name: gherkind, app.kubernetes.io/managed-by: gherkind}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: gherkind-grader, namespace: %[1]s}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: gherkind-grader}
rules:
`

const lookBinding = `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: gherkind-grader}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: gherkind-grader}
subjects: [{kind: ServiceAccount, name: gherkind-grader, namespace: %[1]s}]
`
