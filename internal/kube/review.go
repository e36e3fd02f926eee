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
	Name                               string // empty for all objects
}

func (d Deed) attributes() *authorizationv1.ResourceAttributes {
	return &authorizationv1.ResourceAttributes{
		Namespace: d.Namespace, Verb: d.Verb, Group: d.Group, Version: "*", Resource: d.Resource, Subresource: d.Subresource, Name: d.Name,
	}
}

// May asks the API server's authorizer whether the client may do something. Nothing is stored.
func (c *Client) May(ctx context.Context, deed Deed) (allowed bool, err error) {
	review := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{
		ResourceAttributes: deed.attributes(),
	}}
	answer, err := c.typed.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, review, metav1.CreateOptions{})
	if err != nil {
		return false, fmt.Errorf("ask whether the user of the kubeconfig may %s %s: %w", deed.Verb, deed.Resource, err)
	}
	return answer.Status.Allowed, nil
}

// MayServiceAccount asks the API server's authorizer whether a service account may do something. Nothing is stored.
func (c *Client) MayServiceAccount(ctx context.Context, namespace, name string, deed Deed) (allowed bool, why string, err error) {
	return c.review(ctx, deed, fmt.Sprintf("service account %q", name), "system:serviceaccount:"+namespace+":"+name,
		"system:serviceaccounts", "system:serviceaccounts:"+namespace, "system:authenticated")
}

// MayUser asks the API server's authorizer whether a user without groups may do something. Nothing is stored.
func (c *Client) MayUser(ctx context.Context, user string, deed Deed) (allowed bool, err error) {
	allowed, _, err = c.review(ctx, deed, fmt.Sprintf("user %q", user), user)
	return allowed, err
}

func (c *Client) review(ctx context.Context, deed Deed, who, user string, groups ...string) (allowed bool, why string, err error) {
	review := &authorizationv1.SubjectAccessReview{Spec: authorizationv1.SubjectAccessReviewSpec{
		User: user, Groups: groups, ResourceAttributes: deed.attributes(),
	}}
	answer, err := c.typed.AuthorizationV1().SubjectAccessReviews().Create(ctx, review, metav1.CreateOptions{})
	if err != nil {
		return false, "", fmt.Errorf("ask what %s may do: %w", who, err)
	}
	if answer.Status.EvaluationError != "" && !answer.Status.Allowed { // some of the rules could not be read
		return false, "", fmt.Errorf("ask what %s may do: %s", who, answer.Status.EvaluationError)
	}
	return answer.Status.Allowed, strings.TrimPrefix(answer.Status.Reason, "RBAC: "), nil
}
