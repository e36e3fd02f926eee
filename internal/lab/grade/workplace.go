package grade

import (
	_ "embed" // the manifests
	"fmt"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/submission"
)

// workplace is a namespace with the permissions of a student: those for what a submission may contain. The student may not
// change the fences, and may not write a status.
//
//go:embed manifests/workplace.yaml
var workplace string

// priorities is the quota for pods that would displace those of others. A submission that asks for that is refused before.
//
//go:embed manifests/priorities.yaml
var priorities string

// Workplace returns manifests of a namespace in which a student works on an exercise, with the fences that submissions have.
func Workplace(e *exercise.Exercise, namespace, user string) (string, error) {
	if problems := validation.IsDNS1123Label(namespace); len(problems) > 0 {
		return "", fmt.Errorf("%q is not the name of a namespace: %s", namespace, strings.Join(problems, "; "))
	}
	if namespace == "default" || strings.HasPrefix(namespace, "kube-") {
		return "", fmt.Errorf("the namespace %s is one of Kubernetes: choose one of the student's own", namespace)
	}
	limits, err := fencesOf(e, namespace)
	if err != nil {
		return "", err
	}
	if e.Security != submission.Privileged {
		limits += "---\n" + fmt.Sprintf(priorities, namespace)
	}
	quoted := strconv.Quote(user)
	return fmt.Sprintf(workplace, fmt.Sprintf("# The namespace in which %s works on an exercise.", quoted), namespace, e.Security, limits, moreRules(e.Kinds),
		quoted, "what a submission may contain", "how to scale it, and to look into it"), nil
}

// moreRules are those for the kinds that an exercise allows besides the usual ones.
func moreRules(kinds []string) string {
	var resources []string
	for _, kind := range kinds {
		plural, _ := meta.UnsafeGuessKindToResource(schema.GroupVersionKind{Kind: kind})
		if !slices.Contains(submission.Usual(), kind) {
			resources = append(resources, plural.Resource)
		}
	}
	if len(resources) == 0 {
		return ""
	}
	return fmt.Sprintf("  - {apiGroups: [\"*\"], resources: [%s], verbs: *write}\n", strings.Join(resources, ", "))
}
