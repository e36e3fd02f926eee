package steps

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func etcdSteps() step.Group {
	return step.Group{
		Name: "etcd", Title: "Etcd outside the control planes",
		Doc: "The members of an etcd that the control planes only use. Only on clusters that have one: tag the scenario @topology:external-etcd.",
		Defs: []step.Def{
			{
				Name:    "etcd-member-holds",
				Reach:   step.ReachMachines,
				Pattern: `etcd member {name} holds {kind} {name}`,
				Doc:     "The member, asked for nothing but its own copy of the data, has the object.",
				Example: `Then etcd member "etcd1" holds configmap "note"`,
				Run:     memberHolds,
			},
			{
				Name:    "every-etcd-member-holds",
				Reach:   step.ReachMachines,
				Pattern: `every etcd member holds {kind} {name}`,
				Doc:     "Each of the members, asked for nothing but its own copy of the data, has the object.",
				Example: `Then every etcd member holds configmap "note"`,
				Run:     everyMemberHolds,
			},
			{
				Name:    "etcd-member-stopped",
				Reach:   step.ReachMachines,
				Acts:    true,
				Pattern: `etcd member {name} is powered off`,
				Doc:     "Stops the member at once. It is started again when the scenario ends. The scenario must be tagged @exclusive.",
				Example: `When etcd member "etcd3" is powered off`,
				Run: func(ctx context.Context, w *world.World, member string) error {
					return w.Act(ctx, world.NodeAction{Do: world.StopMember, Node: member}, world.NodeAction{Do: world.StartMember, Node: member})
				},
			},
			{
				Name:    "etcd-member-started",
				Reach:   step.ReachMachines,
				Acts:    true,
				Pattern: `etcd member {name} is powered on`,
				Doc:     "Starts a member that was powered off. It does not wait until the member has caught up.",
				Example: `When etcd member "etcd3" is powered on`,
				Run: func(ctx context.Context, w *world.World, member string) error {
					return w.Start(ctx, world.NodeAction{Do: world.StartMember, Node: member})
				},
			},
		},
	}
}

func memberHolds(ctx context.Context, w *world.World, member string, object world.ObjectRef, ending step.Ending) error {
	return expectHeld(ctx, w, []string{member}, object, ending)
}

func everyMemberHolds(ctx context.Context, w *world.World, object world.ObjectRef, ending step.Ending) error {
	members := w.Run.Etcd.Members()
	if len(members) == 0 {
		return world.ErrNoMembers
	}
	return expectHeld(ctx, w, members, object, ending)
}

func expectHeld(ctx context.Context, w *world.World, members []string, object world.ObjectRef, ending step.Ending) error {
	return assert.Poll(ctx, w, ending, object.Ref, probe.Attempt(func(ctx context.Context) error {
		for _, member := range members {
			if err := held(ctx, w, member, object.Ref); err != nil {
				return err
			}
		}
		return nil
	}))
}

// held asks a single member: a serializable read is not forwarded to the leader
// (https://etcd.io/docs/v3.6/learning/api_guarantees).
func held(ctx context.Context, w *world.World, member string, ref kube.Ref) error {
	keys := etcdKeys(ref)
	for _, key := range keys {
		out, code, err := remote.AtMember(ctx, w, member, []string{"etcdctl", "get", "--consistency=s", "--keys-only", key})
		switch {
		case err != nil:
			return err
		case code != 0:
			return fmt.Errorf("etcd member %q did not answer: etcdctl failed%s", member, remote.AndPrinted(out))
		case strings.TrimSpace(out) == key:
			return nil
		}
	}
	return fmt.Errorf("etcd member %q has nothing at %s", member, strings.Join(keys, " or "))
}

// ownPlaces are the resources whose etcd prefix differs from their name, from SpecialDefaultResourcePrefixes in
// k8s.io/kubernetes/pkg/kubeapiserver.
var ownPlaces = map[schema.GroupResource]string{
	{Resource: "replicationcontrollers"}:                "controllers",
	{Resource: "endpoints"}:                             "services/endpoints",
	{Resource: "nodes"}:                                 "minions",
	{Resource: "services"}:                              "services/specs",
	{Group: "networking.k8s.io", Resource: "ingresses"}: "ingress",
}

// etcdKeys returns the keys under which the API server may store an object: /registry, resource, namespace, name. Custom
// resources have their group before the resource. A group does not tell whether a resource is custom, so both keys are
// returned.
func etcdKeys(ref kube.Ref) []string {
	resource := ref.Kind.GVR.GroupResource()
	places := []string{cmp.Or(ownPlaces[resource], resource.Resource)}
	if resource.Group != "" {
		places = append(places, resource.Group+"/"+resource.Resource)
	}
	keys := make([]string, 0, len(places))
	for _, place := range places {
		keys = append(keys, path.Join("/registry", place, ref.Namespace, ref.Name))
	}
	return keys
}
