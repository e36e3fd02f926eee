package oncluster

import (
	"fmt"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/gherkind/gherkind/internal/oncluster/left"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/steps/world"
)

// Program is the path of gherkind in the image that gherkind builds.
const Program = "/gherkind"

// TaskDir is the folder in which the task of a runner is mounted.
const TaskDir = "/task"

const (
	account  = "runner"
	jobName  = left.Job
	taskName = "task"
	workName = "work"
	// workFolder is the only writable folder of a runner.
	workFolder = "/workspace"
	// RunnerVerb is the verb of a runner, for use in pods only.
	RunnerVerb = "runner"
	// user is an unprivileged user; runAsNonRoot requires a numeric ID.
	user = 65532
	// lives is how often, on average, each runner is replaced.
	lives = 10
	// grace is the grace period of a runner in seconds, during which it cleans up.
	grace = 60
	// unreachable is for how many seconds pods stay on a node that is not ready or unreachable.
	unreachable = 20
)

// manifests returns all objects of a run, in the order of their creation.
func (d Deployment) manifests() ([]runtime.Object, error) {
	packed, err := d.Task.pack()
	if err != nil {
		return nil, err
	}
	all := []runtime.Object{d.namespace(), &corev1.ServiceAccount{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "ServiceAccount"}, ObjectMeta: d.named(account),
	}}
	all = append(all, d.permissions()...)
	parts := split(packed)
	for i, part := range parts {
		all = append(all, d.secret(fmt.Sprintf("%s-%03d", taskName, i), map[string][]byte{fmt.Sprintf("part-%03d", i): part}))
	}
	if len(d.Credentials) > 0 {
		all = append(all, d.secret(credentialsName, d.Credentials))
	}
	return append(all, d.job(len(parts))), nil
}

func (d Deployment) named(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: name, Namespace: left.Namespace(d.Task.Run), Labels: map[string]string{labelRun: d.Task.Run}}
}

// owned returns the metadata of an object outside the namespace.
func (d Deployment) owned(namespace string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: left.Granted(d.Task.Run), Namespace: namespace, Labels: map[string]string{labelRun: d.Task.Run}}
}

func (d Deployment) namespace() *corev1.Namespace {
	meta := d.named(left.Namespace(d.Task.Run))
	meta.Namespace = ""
	meta.Labels[labelOf] = left.OfRunners
	meta.Labels["pod-security.kubernetes.io/enforce"] = "restricted"
	return &corev1.Namespace{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Namespace"}, ObjectMeta: meta}
}

func (d Deployment) secret(name string, data map[string][]byte) *corev1.Secret {
	return &corev1.Secret{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Secret"}, ObjectMeta: d.named(name), Data: data}
}

// permissions returns the permissions that gherkind rbac prints for the scenarios, and those for the namespace of the run.
func (d Deployment) permissions() []runtime.Object {
	everywhere, system := rules(d.Needs, ""), rules(d.Needs, world.SystemNamespace)
	own := []rbacv1.PolicyRule{
		rule("coordination.k8s.io", "leases", "create", "delete", "get", "list", "update"), // runners take scenarios with Leases
		rule("", "configmaps", "create", "delete", "get"),                                  // results
	}
	return []runtime.Object{
		&rbacv1.ClusterRole{TypeMeta: ofRBAC("ClusterRole"), ObjectMeta: d.owned(""), Rules: everywhere},
		&rbacv1.ClusterRoleBinding{TypeMeta: ofRBAC("ClusterRoleBinding"), ObjectMeta: d.owned(""), RoleRef: roleRef("ClusterRole", left.Granted(d.Task.Run)), Subjects: d.subjects()},
		&rbacv1.Role{TypeMeta: ofRBAC("Role"), ObjectMeta: d.owned(world.SystemNamespace), Rules: system},
		&rbacv1.RoleBinding{TypeMeta: ofRBAC("RoleBinding"), ObjectMeta: d.owned(world.SystemNamespace), RoleRef: roleRef("Role", left.Granted(d.Task.Run)), Subjects: d.subjects()},
		&rbacv1.Role{TypeMeta: ofRBAC("Role"), ObjectMeta: d.named(account), Rules: own},
		&rbacv1.RoleBinding{TypeMeta: ofRBAC("RoleBinding"), ObjectMeta: d.named(account), RoleRef: roleRef("Role", account), Subjects: d.subjects()},
	}
}

func ofRBAC(kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: rbacv1.SchemeGroupVersion.String(), Kind: kind}
}

func roleRef(kind, name string) rbacv1.RoleRef {
	return rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: kind, Name: name}
}

func (d Deployment) subjects() []rbacv1.Subject {
	return []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Name: account, Namespace: left.Namespace(d.Task.Run)}}
}

// rules returns the permissions in one namespace, or in all.
func rules(needs []plan.Need, namespace string) []rbacv1.PolicyRule {
	var all []rbacv1.PolicyRule
	for _, n := range needs {
		if n.Namespace == namespace {
			all = append(all, rule(n.Group, n.Resource, n.Verbs...))
		}
	}
	return all
}

func rule(group, resource string, verbs ...string) rbacv1.PolicyRule {
	return rbacv1.PolicyRule{APIGroups: []string{group}, Resources: []string{resource}, Verbs: slices.Sorted(slices.Values(verbs))}
}

// job returns the Job of the runners. A lost pod is replaced; until then, or if it is not, the other runners take over its
// scenarios. There is no backoffLimitPerIndex: with one, a failed pod keeps a finalizer until it is replaced, which blocks the
// deletion of the namespace.
func (d Deployment) job(parts int) *batchv1.Job {
	indexed, count := batchv1.IndexedCompletion, int32(d.Task.Runners) //nolint:gosec // at most MostRunners
	limit := lives * count
	return &batchv1.Job{
		TypeMeta: metav1.TypeMeta{APIVersion: "batch/v1", Kind: "Job"}, ObjectMeta: d.named(jobName),
		Spec: batchv1.JobSpec{
			CompletionMode: &indexed, Completions: &count, Parallelism: &count, BackoffLimit: &limit,
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{labelRun: d.Task.Run, labelOf: ofRunner}},
				Spec:       d.pod(parts),
			},
		},
	}
}

func (d Deployment) pod(parts int) corev1.PodSpec {
	wait, seconds := int64(grace), int64(unreachable)
	yes, id := true, int64(user)
	projected := &corev1.ProjectedVolumeSource{}
	for i := range parts {
		projected.Sources = append(projected.Sources, corev1.VolumeProjection{Secret: &corev1.SecretProjection{
			LocalObjectReference: corev1.LocalObjectReference{Name: fmt.Sprintf("%s-%03d", taskName, i)},
		}})
	}
	return corev1.PodSpec{
		RestartPolicy: corev1.RestartPolicyNever, ServiceAccountName: account, TerminationGracePeriodSeconds: &wait,
		SecurityContext: &corev1.PodSecurityContext{
			RunAsNonRoot: &yes, RunAsUser: &id, RunAsGroup: &id, FSGroup: &id, SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
		},
		Tolerations: []corev1.Toleration{
			{Key: corev1.TaintNodeNotReady, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoExecute, TolerationSeconds: &seconds},
			{Key: corev1.TaintNodeUnreachable, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoExecute, TolerationSeconds: &seconds},
		},
		TopologySpreadConstraints: []corev1.TopologySpreadConstraint{{
			MaxSkew: 1, TopologyKey: corev1.LabelHostname, WhenUnsatisfiable: corev1.ScheduleAnyway,
			LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{labelRun: d.Task.Run}},
		}},
		Volumes: []corev1.Volume{
			{Name: taskName, VolumeSource: corev1.VolumeSource{Projected: projected}},
			{Name: workName, VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}},
		},
		Containers: []corev1.Container{d.container()},
	}
}

func (d Deployment) container() corev1.Container {
	no, yes := false, true
	c := corev1.Container{
		Name: "runner", Image: d.Image, ImagePullPolicy: corev1.PullIfNotPresent, Args: []string{RunnerVerb}, WorkingDir: workFolder,
		Env: []corev1.EnvVar{
			{Name: "HOME", Value: workFolder}, {Name: "TMPDIR", Value: workFolder}, {Name: "XDG_CACHE_HOME", Value: workFolder + "/cache"},
			{Name: PodName, ValueFrom: fromField("metadata.name")}, {Name: PodUID, ValueFrom: fromField("metadata.uid")},
		},
		VolumeMounts: []corev1.VolumeMount{{Name: taskName, MountPath: TaskDir, ReadOnly: true}, {Name: workName, MountPath: workFolder}},
		SecurityContext: &corev1.SecurityContext{
			AllowPrivilegeEscalation: &no, ReadOnlyRootFilesystem: &yes, Capabilities: &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		},
		Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{
			corev1.ResourceCPU: resource.MustParse("50m"), corev1.ResourceMemory: resource.MustParse("96Mi"),
		}},
	}
	if len(d.Credentials) > 0 {
		c.EnvFrom = []corev1.EnvFromSource{{SecretRef: &corev1.SecretEnvSource{LocalObjectReference: corev1.LocalObjectReference{Name: credentialsName}}}}
	}
	return c
}

// Environment variables with which a runner identifies its pod.
const (
	PodName = "GHERKIND_POD_NAME"
	PodUID  = "GHERKIND_POD_UID"
)

// credentialsName is the Secret with the credentials for the store of results.
const credentialsName = "credentials"

func fromField(path string) *corev1.EnvVarSource {
	return &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{FieldPath: path}}
}
