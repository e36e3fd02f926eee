package scenarios_test

// Answers to questions.
const (
	page    = `{"Status": 200, "Body": "Welcome to nginx!"}`
	refused = `{"ExitCode": 1, "Stderr": "refused", "Output": "refused"}`
	serving = `{"Status": "SERVING"}`
	done    = `{"ExitCode": 0, "Output": "done", "Stdout": "done"}`
)

// containers is a pod whose containers have these states.
func containers(pod, states string) string {
	return "v1 | Pod | " + pod + " |  | spec: {nodeName: c-worker, restartPolicy: Always, containers: [{name: app}, {name: sidecar}, {name: migrate}, " +
		"{name: ctr}, {name: liveness}, {name: init-mydb}, {name: init-myservice}, {name: myapp-container}]}, status: {phase: Running, podIP: 10.0.0.1, containerStatuses: [" + states + "]}"
}

func runs(name, since string) string {
	return "{name: " + name + ", ready: true, restartCount: 0, state: {running: {startedAt: '2026-05-01T12:00:" + since + "Z'}}}"
}

func ended(name, since, until string) string {
	return "{name: " + name + ", restartCount: 0, state: {terminated: {exitCode: 0, reason: Completed, containerID: c, startedAt: '2026-05-01T12:00:" + since +
		"Z', finishedAt: '2026-05-01T12:00:" + until + "Z'}}}"
}

// restarted is a container after its second restart.
func restarted(name, reason string) string {
	return "{name: " + name + ", ready: true, restartCount: 2, state: {running: {startedAt: '2026-05-01T12:00:30Z'}}, lastState: {terminated: {exitCode: 137, reason: " +
		reason + ", containerID: c, startedAt: '2026-05-01T12:00:05Z', finishedAt: '2026-05-01T12:00:10Z'}}}"
}

func service(name, more string) string {
	return "v1 | Service | " + name + " |  | spec: {type: LoadBalancer, clusterIP: 10.1.1.1, selector: {app: " + name + "}, ports: [{name: http, port: 80, nodePort: 30080, targetPort: http}]}" + more
}

// sendTo is a request to a port that the services of worldOf have.
const sendTo = "this request is sent to service \"ingress\" port 80 on node \"worker\":\n\"\"\"\nGET https://shop.example/\n\"\"\""

// metWheres are the worlds of definitions whose example is not met in that of worldOf.
var metWheres = map[string]metWhere{
	"pod-is":                       {text: `pod "web" is Running`},
	"pod-was":                      {text: `pod "web" was Running`},
	"container-restarted-at-least": {docs: []string{containers("memory-hog", restarted("ctr", "OOMKilled"))}},
	"container-restarted-by-liveness": {docs: []string{containers("liveness-exec", restarted("liveness", "Error")), "v1 | Event | killing |  | reason: Killing, type: Normal, " +
		"message: 'Container liveness failed liveness probe, will be restarted', involvedObject: {kind: Pod, name: liveness-exec, namespace: gk-a, uid: pod-liveness-exec, fieldPath: 'spec.containers{liveness}'}"}},
	"container-waited-before-restart":   {docs: []string{containers("web", restarted("app", "Error"))}},
	"container-terminated":              {docs: []string{containers("memory-hog", restarted("ctr", "OOMKilled"))}},
	"pod-called":                        {text: `the pod of deployment "web" is called "first"`},
	"container-started-after-finished":  {docs: []string{containers("myapp-pod", runs("init-mydb", "20")+", "+ended("init-myservice", "00", "10"))}},
	"container-started-after-succeeded": {docs: []string{containers("web", runs("app", "20")+", "+ended("migrate", "00", "10"))}},
	"container-started-after-started":   {docs: []string{containers("web", runs("app", "20")+", "+runs("sidecar", "10"))}},
	"container-running-when-finished":   {docs: []string{containers("web", runs("sidecar", "00")+", "+ended("app", "00", "10"))}},
	"container-never-ran":               {text: `container "app" of pod "web" never ran`, docs: []string{containers("web", "{name: app, state: {waiting: {reason: PodInitializing}}}")}},
	"workload-ready-replicas":           {text: `deployment "business" has 1 ready replica`},
	"pod-on-node":                       {text: `pod "web" is on node "worker"`},
	"every-pod-on-node":                 {text: `every pod of deployment "web" is on node "worker"`},
	"every-pod-on-labelled-node":        {docs: []string{"v1 | Node | c-worker | labels: {disk: ssd} | status: {conditions: [{type: Ready, status: 'True'}]}"}},
	"pods-on-different-nodes":           {text: `the pods of deployment "web" are on 1 different node`},
	"pod-apart-from-pod":                {docs: []string{"v1 | Pod | web-2 |  | spec: {nodeName: c-worker2, containers: [{name: app}]}, status: {phase: Running}"}},
	"service-answers-on-every-node":     {answers: map[string]string{"GET": page}},
	"service-answers-on-node":           {answers: map[string]string{"GET": page}},
	"service-silent-on-node":            {answers: map[string]string{}},
	"service-silent-outside":            {answers: map[string]string{}},
	"service-external-address":          {docs: []string{service("my-nginx", ", status: {loadBalancer: {ingress: [{ip: 192.0.2.9}]}}")}},
	"service-no-external-address":       {docs: []string{service("my-nginx", "")}},
	"service-answers-external":          {docs: []string{service("my-nginx", ", status: {loadBalancer: {ingress: [{ip: 192.0.2.9}]}}")}, answers: map[string]string{"GET": page}},
	"service-ready-endpoints":           {text: `service "my-nginx" has 1 ready endpoint`},
	"every-pod-is-endpoint":             {docs: []string{"discovery.k8s.io/v1 | EndpointSlice | my-nginx-t | labels: {kubernetes.io/service-name: my-nginx} | addressType: IPv4, ports: [{name: http, port: 80}], endpoints: [{addresses: [10.0.0.2], conditions: {ready: true}, targetRef: {kind: Pod, name: my-nginx-r-1}}]"}},
	"pod-is-no-endpoint":                {text: `pod "web" is not an endpoint of service "shop"`},
	"node-has-taint":                    {text: `node "control-plane" has the taint "k:NoSchedule"`},
	"node-not-ready":                    {docs: []string{"v1 | Node | c-worker3 |  | status: {conditions: [{type: Ready, status: Unknown}]}"}},
	"node-command-prints":               {text: `running "date" on node "worker" prints "done"`, answers: map[string]string{`on node "c-worker"`: done}},
	"node-command-prints-exactly":       {text: `running "date" on node "worker" prints exactly "done"`, answers: map[string]string{`on node "c-worker"`: done}},
	"pod-node-command-prints":           {text: `running "date" on the node of pod "web" prints "done"`, answers: map[string]string{"POD_NAME=web": done}},
	"node-reaches-pod":                  {answers: map[string]string{"10.0.0.1": done}},
	"node-refused-by-pod":               {answers: map[string]string{"10.0.0.1": refused}},
	"etcd-member-holds":                 {answers: map[string]string{`configmaps/gk-a/note"] at etcd member "etcd1"`: `{"Output": "/registry/configmaps/gk-a/note"}`}},
	"every-etcd-member-holds":           {answers: map[string]string{`configmaps/gk-a/note"`: `{"Output": "/registry/configmaps/gk-a/note"}`}},
	"pause-container-oldest":            {answers: sandboxAnswers},
	"pause-container-holds-network":     {answers: sandboxAnswers},
	"object-does-not-exist":             {text: `pod "web" does not exist`, gone: true},
	"object-field":                      {text: `deployment "web" has "1" at "{.status.readyReplicas}"`},
	"container-exited":                  {docs: []string{containers("web", restarted("app", "Error"))}},
	"happened-before":                   {text: `deployment "web" was ready before service "late" was created`, docs: []string{service("late", "")}},
	"happened-after":                    {text: `service "late" was created after deployment "web" was ready`, docs: []string{service("late", "")}},
	"happened-in-time": {text: `pod "late" was ready between 1s and 60s after pod "web" was Running`, later: true,
		docs: []string{"v1 | Pod | late |  | spec: {containers: [{name: app}]}, status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}"}},
	"gone-in-time": {text: `pod "web" was gone between 1s and 60s after its deletion`, gone: true, later: true,
		docs: []string{"v1 | Pod | web | deletionTimestamp: '2026-05-01T12:00:00Z' | spec: {containers: [{name: app}]}, status: {phase: Running}"}},
	"account-may":                  {text: `service account "builder" may create jobs`, docs: []string{account}, answers: map[string]string{`"builder"`: `{"Allowed": true}`}},
	"account-may-not":              {text: `service account "builder" may not list configmaps`, docs: []string{account}, answers: map[string]string{`"builder"`: `{}`}},
	"account-may-in-namespace":     {text: `service account "builder" may list pods in namespace "shop"`, docs: []string{account}, answers: map[string]string{`"builder"`: `{"Allowed": true}`}},
	"account-may-not-in-namespace": {text: `service account "builder" may not list pods in namespace "shop"`, docs: []string{account}, answers: map[string]string{`"builder"`: `{}`}},
	"requests-trust":               {text: `HTTPS requests trust configmap "web"`, docs: []string{"v1 | ConfigMap | web |  | data: {ca.crt: pem}"}},
	"send-to-service-forwarded":    {answers: map[string]string{"to port 80": page}},
	"send-to-pod-forwarded":        {answers: map[string]string{`of pod "web"`: page}},
	"send-from-pod":                {answers: map[string]string{`of pod "client"`: page}},
	"send-to-node-port":            {text: sendTo, answers: map[string]string{"to 192.0.2.1:": page}},
	"send-to-external-address":     {docs: []string{service("ingress", ", status: {loadBalancer: {ingress: [{ip: 192.0.2.9}]}}")}, answers: map[string]string{"to 192.0.2.9:": page}},
	"pod-connects":                 {answers: map[string]string{`of pod "client"`: done}},
	"pod-connects-not":             {text: `pod "client" cannot connect to "db" on port 5432`, answers: map[string]string{`of pod "client"`: refused}},
	"log-line-like":                {answers: map[string]string{`container "app" of pod "web"`: `"rows: 1\n"`}},
	"a-pod-logged":                 {answers: map[string]string{`of pod "web-r-1"`: `"became leader"`}},
	"every-pod-logged":             {answers: map[string]string{`of pod "web-r-1"`: `"listening on :8080"`}},
	"object-condition-status":      {docs: []string{stalled}},
	"object-condition-reason":      {docs: []string{stalled}},
	"job-failed":                   {docs: []string{"batch/v1 | Job | import |  | status: {conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded}]}"}},
	"runs-image":                   {text: `container "app" of pod "web" runs the image "busybox"`},
	"object-field-at-least":        {text: `deployment "web" has at least 1 at "{.status.readyReplicas}"`},
	"object-field-at-most":         {text: `deployment "web" has at most 1 at "{.status.readyReplicas}"`},
	"object-field-between":         {text: `deployment "web" has between 1 and 4 at "{.spec.replicas}"`},
	"object-field-contains":        {text: `service "web" has a text with "Node" at "{.spec.type}"`},
	"object-matches":               {text: "service \"web\" matches:\n  \"\"\"\n  spec: {type: NodePort}\n  \"\"\""},
	"object-satisfies":             {text: `deployment "web" satisfies "object.status.readyReplicas == object.spec.replicas"`},
	"object-count-in-namespace":    {text: `there are 0 pods labelled "app=web" in namespace "shop"`},
	"event-recorded":               {text: `pod "web" has the event "Scheduled" saying "placed"`},
	"events-in-order": {text: `pod "web" had the events "Scheduled, Started" in this order`, docs: []string{
		"v1 | Event | started |  | reason: Started, type: Normal, message: started, firstTimestamp: '2026-05-01T12:00:01Z', involvedObject: {kind: Pod, name: web, namespace: gk-a, uid: pod-web}"}},
	"reason-of":                           {docs: []string{unpulled}},
	"reason-of-saying":                    {text: `the reason of pod "web" is POD_IMAGE_PULL saying "nowhere"`, docs: []string{unpulled}},
	"throughout-endpoints":                {text: `throughout, service "web" has at least 1 endpoint`},
	"throughout-available":                {text: `throughout, deployment "web" has at least 1 available replica`},
	"command-prints":                      {text: `running "date" in pod "web" prints "done"`, answers: map[string]string{`of pod "web"`: done}},
	"command-prints-exactly":              {text: `running "date" in pod "web" prints exactly "done"`, answers: map[string]string{`of pod "web"`: done}},
	"command-exits":                       {answers: map[string]string{`of pod "web"`: refused}},
	"command-in-container-prints":         {text: `running "date" in container "app" of pod "web" prints "done"`, answers: map[string]string{`in container "app" of pod "web"`: done}},
	"command-in-container-prints-exactly": {text: `running "date" in container "app" of pod "web" prints exactly "done"`, answers: map[string]string{`in container "app" of pod "web"`: done}},
	"command-in-container-exits":          {text: `running "test -e /data/report" in container "reader" of pod "web" exits with 1`, answers: map[string]string{`in container "reader" of pod "web"`: refused}},
	"command-prints-same":                 {answers: map[string]string{`in container "app"`: done, `in container "helper"`: done}},
	"command-prints-different":            {answers: map[string]string{`in container "app"`: done, `in container "helper"`: `{"Stdout": "other"}`}},
	"log-line":                            {answers: map[string]string{`container "app" of pod "web"`: `"rows: 1\n"`}},
	"previous-log-line":                   {docs: []string{containers("web", restarted("app", "Error"))}, answers: map[string]string{`container "app" of pod "web"`: `"rows: 1\n"`}},
	"log-contains":                        {answers: map[string]string{`container "app" of pod "web"`: `"listening on :8080"`}},
	"previous-log-contains":               {docs: []string{containers("web", restarted("app", "Error"))}, answers: map[string]string{`container "app" of pod "web"`: `"panic: "`}},
	"pod-gets-http":                       {answers: map[string]string{`of pod "client"`: `{"Stdout": "Welcome to nginx!", "Stderr": "HTTP/1.1 200 OK"}`}},
	"pod-sees-content-change":             {text: `pod "client" sees the content of pod "web" at ":80/" change 0 times`, answers: map[string]string{`of pod "client"`: `{"Stdout": "page", "Stderr": "HTTP/1.1 200 OK"}`}},
	"pod-accepts-tcp":                     {answers: map[string]string{`of pod "client"`: done}},
	"pod-refuses-tcp":                     {answers: map[string]string{`of pod "client"`: refused}},
	"requests-answers-at-least":           {text: `2 requests from pod "client" to "http://web/" get at least 2 different answers`, answers: map[string]string{`of pod "client"`: `{"Stdout": "answer a\nanswer b\n"}`}},
	"requests-answers":                    {text: `2 requests from pod "client" to "http://web/" get 1 different answer`, answers: map[string]string{`of pod "client"`: `{"Stdout": "answer a\nanswer a\n"}`}},
	"pod-health-forwarded":                {answers: map[string]string{`of pod "web"`: serving}},
	"service-health-forwarded":            {text: `service "web" port 80 answers gRPC health SERVING for "" through a port-forward`, answers: map[string]string{"to port 80": serving}},
	"pod-gets-health":                     {answers: map[string]string{`of pod "client"`: serving}},
	"service-health-on-node":              {text: `service "web" port 80 answers gRPC health SERVING for "" on node "worker"`, answers: map[string]string{"to 192.0.2.1:": serving}},
	"service-health-external":             {text: `service "web" port 80 answers gRPC health SERVING for "" on its external address`, docs: []string{service("web", ", status: {loadBalancer: {ingress: [{ip: 192.0.2.9}]}}")}, answers: map[string]string{"to 192.0.2.9:": serving}},
	"pod-answers-forwarded":               {answers: map[string]string{`of pod "web"`: `{"URL": "http://127.0.0.1:1/", "Reply": ` + page + `}`}},
}

var sandboxAnswers = map[string]string{
	`"crictl" "pods"`:     `{"Output": "{\"items\": [{\"id\": \"s\", \"createdAt\": \"1\"}]}"}`,
	`"crictl" "inspectp"`: `{"Output": "7\n"}`,
	`"crictl" "inspect"`:  `{"Output": "8\n"}`,
	`"crictl" "ps"`:       `{"Output": "{\"containers\": [{\"id\": \"c\", \"createdAt\": \"2\", \"state\": \"CONTAINER_RUNNING\", \"metadata\": {\"name\": \"app\"}}]}"}`,
	`"readlink"`:          `{"Output": "net:[1]"}`,
}

const account = "v1 | ServiceAccount | builder |  | automountServiceAccountToken: false"

const stalled = "apps/v1 | Deployment | web |  | spec: {replicas: 1, selector: {matchLabels: {app: x}}}, status: {observedGeneration: 1, conditions: " +
	"[{type: Available, status: 'False'}, {type: Progressing, status: 'False', reason: ProgressDeadlineExceeded}]}"

const unpulled = "v1 | Pod | web |  | spec: {nodeName: c-worker, containers: [{name: app, image: nowhere}]}, status: {phase: Pending, containerStatuses: " +
	"[{name: app, image: nowhere, state: {waiting: {reason: ErrImageNeverPull, message: 'Container image \"nowhere\" is not present with pull policy of Never'}}}]}"
