package preflight

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/gherkind/gherkind/internal/doctor"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/words"
)

// rights checks whether the user of an external cluster has all permissions that the scenarios need.
func rights(ctx context.Context, p *plan.Plan, c Cluster) ([]doctor.Finding, error) {
	if c.Ours {
		return nil, nil // the cluster's creator has all permissions
	}
	needs, err := p.Needs()
	if err != nil {
		return nil, err
	}
	missing := make([][]string, len(needs))
	asked := 0
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atATime)
	for i, need := range needs {
		asked += len(need.Verbs)
		group.Go(func() error {
			for _, verb := range need.Verbs {
				allowed, err := c.Client.May(ctx, deed(need, verb))
				if err != nil {
					return err
				}
				if !allowed {
					missing[i] = append(missing[i], verb)
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("ask for rights: %w", err)
	}
	var found []doctor.Finding
	for i, verbs := range missing {
		if len(verbs) > 0 {
			found = append(found, doctor.Finding{Subject: "rights", Status: doctor.Problem, Says: fmt.Sprintf("the user of the kubeconfig may not %s %s", strings.Join(verbs, ", "), resource(needs[i])),
				Fix: "gherkind rbac prints all rights that the features need, as manifests"})
		}
	}
	if found == nil {
		found = append(found, doctor.Finding{Subject: "rights", Status: doctor.OK, Says: "the user of the kubeconfig has " + words.Times("right", asked) + " that the scenarios need"})
	}
	return found, nil
}

func deed(need plan.Need, verb string) kube.Deed {
	name, sub, _ := strings.Cut(need.Resource, "/")
	return kube.Deed{Verb: verb, Group: need.Group, Resource: name, Subresource: sub, Namespace: need.Namespace}
}

// resource returns the resource of a permission, as kubectl auth can-i writes it.
func resource(need plan.Need) string {
	name, sub, is := strings.Cut(need.Resource, "/")
	if need.Group != "" {
		name += "." + need.Group
	}
	if is {
		name += "/" + sub
	}
	if need.Namespace != "" {
		name += " in namespace " + need.Namespace
	}
	return name
}
