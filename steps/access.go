package steps

import (
	"context"

	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func accessSteps() step.Group {
	return step.Group{
		Name: "access", Title: "Rights",
		Doc: "What a service account may do, as the cluster's authorizer says, without doing it: kubectl auth can-i --as. Roles and bindings of any kind count.",
		Defs: []step.Def{
			{
				Name:    "account-may",
				Rights:  rightsToReview,
				Pattern: `service account {name} may {verb} {resource}`,
				Doc: "The service account exists, and may do this in its own namespace or, for a cluster-scoped kind, in the cluster. A resource is a kind, " +
					"with its group where that is needed (deployments.apps), or a part of one: pods/exec.",
				Example: `Then service account "builder" may create jobs`,
				Run:     accountMay,
			},
			{
				Name:    "account-may-not",
				Rights:  rightsToReview,
				Pattern: `service account {name} may not {verb} {resource}`,
				Doc:     "The service account exists, and nothing permits this.",
				Example: `Then service account "builder" may not list secrets`,
				Run:     accountMayNot,
			},
			{
				Name:    "account-may-in-namespace",
				Rights:  rightsToReview,
				Pattern: `service account {name} may {verb} {resource} in namespace {name}`,
				Doc: "The same in another namespace: one of the scenario, by the name in its manifests, or else one of the cluster, such " +
					"as kube-system.",
				Example: `Then service account "builder" may list pods in namespace "shop"`,
				Run:     accountMayThere,
			},
			{
				Name:    "account-may-not-in-namespace",
				Rights:  rightsToReview,
				Pattern: `service account {name} may not {verb} {resource} in namespace {name}`,
				Doc:     "The service account exists, and nothing permits this in that namespace.",
				Example: `Then service account "builder" may not list secrets in namespace "kube-system"`,
				Run:     accountMayNotThere,
			},
		},
	}
}

func accountMay(ctx context.Context, w *world.World, account string, verb placeholder.Verb, what placeholder.Resource, ending step.Ending) error {
	return expectAccess(ctx, w, account, verb, what, "", true, ending)
}

func accountMayNot(ctx context.Context, w *world.World, account string, verb placeholder.Verb, what placeholder.Resource, ending step.Ending) error {
	return expectAccess(ctx, w, account, verb, what, "", false, ending)
}

func accountMayThere(ctx context.Context, w *world.World, account string, verb placeholder.Verb, what placeholder.Resource, namespace string, ending step.Ending) error {
	return expectAccess(ctx, w, account, verb, what, namespace, true, ending)
}

func accountMayNotThere(ctx context.Context, w *world.World, account string, verb placeholder.Verb, what placeholder.Resource, namespace string, ending step.Ending) error {
	return expectAccess(ctx, w, account, verb, what, namespace, false, ending)
}
