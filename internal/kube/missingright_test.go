package kube

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Only what the API server says about the user is a missing permission; what admission says about an object is a refusal of the
// object.
func TestMissingRights(t *testing.T) {
	said := func(code int32, reason metav1.StatusReason, message string) error {
		return fmt.Errorf("some step: %w", &apierrors.StatusError{ErrStatus: metav1.Status{Code: code, Reason: reason, Message: message}})
	}
	const right = `pods is forbidden: User "system:serviceaccount:n:robot" cannot create resource "pods" in API group "" in the namespace "n"`
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"a right":                  {said(403, metav1.StatusReasonForbidden, right), `User "system:serviceaccount:n:robot" cannot create resource "pods" in API group "" in the namespace "n"`},
		"in the cluster":           {said(403, metav1.StatusReasonForbidden, `nodes is forbidden: User "u" cannot list resource "nodes" in API group "" at the cluster scope`), `cannot list resource "nodes" in API group "" at the cluster scope`},
		"pod security":             {said(403, metav1.StatusReasonForbidden, `pods "a" is forbidden: violates PodSecurity "restricted:latest": privileged`), ""},
		"a quota":                  {said(403, metav1.StatusReasonForbidden, `pods "a" is forbidden: exceeded quota: q`), ""},
		"what a command printed":   {errors.New("it printed " + right), ""},
		"in an answer about bytes": {said(422, metav1.StatusReasonInvalid, right), ""},
		"nothing":                  {nil, ""},
	} {
		missing := MissingRight(c.err)
		if (missing != nil) != (c.want != "") || missing != nil && (!strings.Contains(missing.Error(), c.want) || !strings.Contains(missing.Error(), "gherkind rbac")) {
			t.Errorf("%s: %v", name, missing)
		}
	}
	client, _ := recorder(t, 403, status(403, "Forbidden", right))
	for name, obj := range map[string]*unstructured.Unstructured{"apply": {Object: podAt("web", "", "")}} {
		_, err := client.Writer(nil, nil).Create(t.Context(), webPod, obj)
		if err == nil || errors.As(err, new(*ApplyError)) || MissingRight(err) == nil {
			t.Errorf("%s: %v is no refusal of the object: it was not looked at", name, err)
		}
	}
}
