package world

import (
	"context"
	"crypto/rand"
	"embed"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
)

//go:embed markers/*.yaml
var markerFiles embed.FS

// markers are the kinds that the API server enforces from its own caches. Sources: the admission plugins of kube-apiserver
// (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/) and its RBAC authorizer; policies are
// compiled once per second.
var markers = []marker{
	{file: "validating-policy", kinds: kindsOf(admission, "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"), ask: askForWarning},
	{file: "mutating-policy", kinds: kindsOf(admission, "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"), ask: askByName},
	{file: "validating-webhook", kinds: kindsOf(admission, "ValidatingWebhookConfiguration"), ask: askByName},
	{file: "mutating-webhook", kinds: kindsOf(admission, "MutatingWebhookConfiguration"), ask: askByName},
	{file: "namespace", kinds: kindsOf("", "Namespace"), ask: askByName, labels: true},
	{file: "limit-range", kinds: kindsOf("", "LimitRange"), ask: askClaim},
	{file: "priority-class", kinds: kindsOf("scheduling.k8s.io", "PriorityClass"), ask: askPod},
	{file: "role", kinds: kindsOf(rbacv1.GroupName, "Role", "RoleBinding"), ask: askRight, rights: true, anywhere: true},
	{file: "cluster-role", kinds: kindsOf(rbacv1.GroupName, "ClusterRole", "ClusterRoleBinding"), ask: askRight, rights: true},
}

func kindsOf(group string, kinds ...string) []schema.GroupKind {
	var all []schema.GroupKind
	for _, kind := range kinds {
		all = append(all, schema.GroupKind{Group: group, Kind: kind})
	}
	return all
}

// annotationMarker is set by the marker of mutating policies.
const annotationMarker = "gherkind/marker"

// askByName asks whether the object of the marker would be created, and how. The marker is in effect if the answer has its
// name.
func askByName(ctx context.Context, client *kube.Client, m mark) (effect, error) {
	made, _, err := m.try(ctx, client)
	if err == nil && made.GetAnnotations()[annotationMarker] == m.name {
		return inEffect, nil
	}
	return said(err, m.name)
}

// askForWarning asks whether creating the object of the marker is warned about, in the name of the marker.
func askForWarning(ctx context.Context, client *kube.Client, m mark) (effect, error) {
	_, warned, err := m.try(ctx, client)
	if slices.ContainsFunc(warned, func(text string) bool { return strings.Contains(text, m.name) }) {
		return inEffect, nil
	}
	return said(err, m.name)
}

func askClaim(ctx context.Context, client *kube.Client, m mark) (effect, error) {
	_, _, err := m.try(ctx, client)
	return said(err, "is "+m.size+",")
}

// anySize returns a quantity between 8190Pi and 8191Pi, as the API server writes it: one that ends with 1 has no suffix.
func anySize() string {
	const tenth = (1 << 50) / 10
	var random [8]byte
	_, _ = rand.Read(random[:]) // it never returns an error
	return strconv.FormatUint(8190<<50/10*10+binary.LittleEndian.Uint64(random[:])%tenth*10+1, 10)
}

// said returns what an answer to a marker means that is in effect if it is refused with a text.
func said(err error, text string) (effect, error) {
	refused := refusalIn(err)
	switch {
	case err == nil:
		return noEffectYet, nil
	case refused != nil && refused.Says(text):
		return inEffect, nil
	case refused != nil, kube.MissingRight(err) != nil:
		return notTold, nil //nolint:nilerr // it is the answer
	}
	return noEffectYet, err
}

// askPod asks whether the class exists for a pod. Admission goes on to judge the pod only if it does.
func askPod(ctx context.Context, client *kube.Client, m mark) (effect, error) {
	_, _, err := m.try(ctx, client)
	if err == nil {
		return inEffect, nil
	}
	answer, err := said(err, m.name)
	if answer == inEffect { // that is how a class is refused that is not known
		answer = noEffectYet
	}
	return answer, err
}

// askRight asks whether the user of the marker may do what it grants.
func askRight(ctx context.Context, client *kube.Client, m mark) (effect, error) {
	allowed, err := client.MayUser(ctx, m.name, kube.Deed{Verb: "get", Resource: "namespaces", Namespace: m.namespace, Name: m.name})
	if allowed {
		return inEffect, nil
	}
	return said(err, m.name)
}

// refusalIn returns the refusal that an error is, also that of a webhook that does not answer.
func refusalIn(err error) *kube.ApplyError {
	if silent, is := errors.AsType[*kube.SilentWebhookError](err); is {
		return silent.Refusal
	}
	refused, _ := errors.AsType[*kube.ApplyError](err)
	return refused
}

// anyNamespace returns a namespace in which questions about cluster-scoped objects are asked.
func (w *World) anyNamespace() string {
	if len(w.namespaces) == 0 {
		return corev1.NamespaceDefault
	}
	return slices.Min(slices.Collect(maps.Values(w.namespaces)))
}
