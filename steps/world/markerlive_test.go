package world_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/world"
)

const marked = `
apiVersion: v1
kind: Pod
metadata: {name: p, labels: {of: $RUN}}
spec: {containers: [{name: c, image: none.invalid/none, resources: {requests: {memory: 16Mi}}}]}
`

// TestWhatWasWrittenIsEnforced writes each kind that the API server enforces from its own caches, and tries immediately what
// it decides.
func TestWhatWasWrittenIsEnforced(t *testing.T) {
	r := newRun(t)
	var opened []*world.World
	defer func() { finish(t, r, opened...) }()
	for name, c := range map[string]struct {
		first, write, try string
		refused           string
		deleted           bool   // then the last object is deleted, and the refusal must be over
		unlabelled        string // then this label of namespace "safe" is removed, and the refusal must be over
	}{
		"a limit range": {
			first:   "{apiVersion: v1, kind: Pod, metadata: {name: first}, spec: {containers: [{name: c, image: none.invalid/none}]}}",
			write:   "{apiVersion: v1, kind: LimitRange, metadata: {name: sizes}, spec: {limits: [{type: Container, min: {memory: 64Mi}}]}}",
			try:     marked,
			refused: "minimum memory usage",
		},
		"a policy": {write: `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: $RUN-policy}
spec:
  matchConstraints:
    objectSelector: {matchLabels: {of: $RUN}}
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: "false", message: "not today"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: $RUN-policy}
spec: {policyName: $RUN-policy, validationActions: [Deny]}
`, try: marked, refused: "not today", deleted: true},
		"a policy that refuses the marker, too": {write: `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: $RUN-marker}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods, namespaces]}]
  matchConditions:
  - {name: ours, expression: "object.metadata.?labels[?'of'].orValue('') == '$RUN' || object.metadata.name == 'gherkind-marker' && object.metadata.?labels[?'gherkind/run'].orValue('') == '$ID'"}
  validations: [{expression: "false", message: "not today"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: $RUN-marker}
spec: {policyName: $RUN-marker, validationActions: [Deny]}
`, try: marked, refused: "not today", deleted: true},
		"a webhook": {write: `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: $RUN-hook}
webhooks:
- name: a.gherkind.invalid
  admissionReviewVersions: [v1]
  sideEffects: None
  clientConfig: {service: {namespace: default, name: nobody}}
  rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  objectSelector: {matchLabels: {of: $RUN}}
`, try: marked, refused: "nobody", deleted: true},
		"the labels of a namespace": {
			first:      "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: safe}}",
			write:      "{apiVersion: v1, kind: Namespace, metadata: {name: safe, labels: {pod-security.kubernetes.io/enforce: restricted}}}",
			try:        strings.Replace(marked, "name: p,", "name: p, namespace: safe,", 1),
			refused:    "violates PodSecurity",
			unlabelled: "pod-security.kubernetes.io/enforce",
		},
		"a priority class": {
			write: "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: $RUN-class}, value: 1}",
			try:   "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {priorityClassName: $RUN-class, containers: [{name: c, image: none.invalid/none}]}}",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(r, name)
			opened = append(opened, w)
			of := func(text string) *kube.Manifest {
				return manifest(t, strings.NewReplacer("$RUN", "gherkind-test-"+r.ID, "$ID", r.ID).Replace(text))
			}
			written := of(c.write)
			if c.first != "" {
				err := w.Apply(t.Context(), of(c.first))
				if err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Apply(t.Context(), written); err != nil {
				t.Fatal(err)
			}
			mustBe(t, w.Create(t.Context(), of(c.try)), c.refused)
			if c.deleted {
				deleteLast(t, w, written, "")
				mustBe(t, w.Create(t.Context(), of(c.try)), "")
			}
			if c.unlabelled != "" {
				removeLabel(t, w, "safe", c.unlabelled)
				mustBe(t, w.Create(t.Context(), of(c.try)), "")
			}
		})
	}
}

// mustBe compares the error of a write with what the API server must say; "" if it must accept.
func mustBe(t *testing.T, err error, refused string) {
	t.Helper()
	if refused == "" {
		if err != nil {
			t.Error(err)
		}
		return
	}
	if refusal, is := errors.AsType[*kube.ApplyError](err); !is || !refusal.Says(refused) {
		t.Errorf("it was not refused with %q: %v", refused, err)
	}
}

func removeLabel(t *testing.T, w *world.World, namespace, label string) {
	t.Helper()
	ref, err := w.Resolve(t.Context(), "namespaces", namespace)
	if err == nil {
		err = w.Write(t.Context(), func(ctx context.Context, to *kube.Writer) error {
			return to.Patch(ctx, ref, []byte(`{"metadata": {"labels": {"`+label+`": null}}}`))
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// deleteLast deletes the last object of a manifest.
func deleteLast(t *testing.T, w *world.World, m *kube.Manifest, namespace string) {
	t.Helper()
	obj := m.Docs[len(m.Docs)-1].Object
	kind, err := w.Run.Client.Kind(t.Context(), obj.GroupVersionKind())
	if err == nil {
		err = w.Write(t.Context(), func(ctx context.Context, to *kube.Writer) error {
			_, err := to.Delete(ctx, kube.Ref{Kind: kind, Namespace: namespace, Name: obj.GetName()})
			return err
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestRolesAreEnforced: a right that was granted, or taken away, shows in the next question about it.
func TestRolesAreEnforced(t *testing.T) {
	r := newRun(t)
	w := open(r, "roles")
	defer finish(t, r, w)
	m := manifest(t, "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: r}, rules: [{apiGroups: [''], resources: [secrets], verbs: [list]}]}\n---\n"+
		"{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: r}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}, "+
		"subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: nobody}]}\n")
	if err := w.Apply(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	namespace := w.OwnNamespaces()[0]
	for _, want := range []bool{true, false} {
		may, err := r.Client.MayUser(t.Context(), "nobody", kube.Deed{Verb: "list", Resource: "secrets", Namespace: namespace})
		if err != nil || may != want {
			t.Errorf("it may: %v, %v; want %v", may, err, want)
		}
		if !want {
			break
		}
		deleteLast(t, w, m, namespace)
	}
	roles, err := rbacOf(t, r.Client).Roles(namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil || len(roles.Items) != 1 {
		t.Errorf("%v; besides the role, there are: %v", err, roles.Items)
	}
}
