package kube

import (
	"context"
	"fmt"
	"strings"

	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Deed is an action that needs permission.
type Deed struct {
	Verb, Group, Resource, Subresource string
	Namespace                          string // empty for cluster-scoped kinds, and for all namespaces
}

// May asks the API server's authorizer whether the client may do something. Nothing is stored.
func (c *Client) May(ctx context.Context, deed Deed) (allowed bool, err error) {
	review := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{
		ResourceAttributes: &authorizationv1.ResourceAttributes{
			Namespace: deed.Namespace, Verb: deed.Verb, Group: deed.Group, Version: "*", Resource: deed.Resource, Subresource: deed.Subresource,
		},
	}}
	answer, err := c.typed.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, review, metav1.CreateOptions{})
	if err != nil {
		return false, fmt.Errorf("ask whether the user of the kubeconfig may %s %s: %w", deed.Verb, deed.Resource, err)
	}
	return answer.Status.Allowed, nil
}

// MayServiceAccount asks the API server's authorizer whether a service account may do something. Nothing is stored.
func (c *Client) MayServiceAccount(ctx context.Context, namespace, name string, deed Deed) (allowed bool, why string, err error) {
	review := &authorizationv1.SubjectAccessReview{Spec: authorizationv1.SubjectAccessReviewSpec{
		User: "system:serviceaccount:" + namespace + ":" + name,
		Groups: []string{
			"system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated",
		},
		ResourceAttributes: &authorizationv1.ResourceAttributes{
			Namespace: deed.Namespace, Verb: deed.Verb, Group: deed.Group, Version: "*", Resource: deed.Resource, Subresource: deed.Subresource,
		},
	}}
	answer, err := c.typed.AuthorizationV1().SubjectAccessReviews().Create(ctx, review, metav1.CreateOptions{})
	if err != nil {
		return false, "", fmt.Errorf("ask what service account %q may do: %w", name, err)
	}
	if answer.Status.EvaluationError != "" && !answer.Status.Allowed { // some of the rules could not be read
		return false, "", fmt.Errorf("ask what service account %q may do: %s", name, answer.Status.EvaluationError)
	}
	return answer.Status.Allowed, strings.TrimPrefix(answer.Status.Reason, "RBAC: "), nil
}
