package rules

import "slices"

// table has every rule, in the order of docs/lint.md.
var table = slices.Concat(refused, warned, lintOnly)

// refused are rules that a run enforces.
var refused = []Rule{
	{Name: Syntax, Severity: Error, Refused: true, Fixed: true,
		Doc: "The file is not Gherkin, or not UTF-8 text. The usual reason is a keyword that is misspelt or lacks its colon.",
		Bad: "Scenaro: It starts", Good: "Scenario: It starts"},
	{Name: Language, Severity: Error, Refused: true,
		Doc: "The language line is wrong, or is missing in a file with Chinese keywords.",
		Bad: "# language: zh", Good: "# language: zh-CN"},
	{Name: OddCharacter, Severity: Error, Fixed: true,
		Doc: "A character looks like another one: a full-width colon, comma or digit, a curly quote, or an unusual space. " +
			"Input methods, word processors and web pages insert them.",
		Bad: "Then pod “web” is Running", Good: `Then pod "web" is Running`},
	{Name: NotRun, Severity: Error, Refused: true, Fixed: true,
		Doc: "A line is probably meant as a step or a heading, but Gherkin reads it as a description, so it would not run.",
		Bad: `Tehn pod "web" is Running`, Good: `Then pod "web" is Running`},
	{Name: UndefinedStep, Severity: Error, Refused: true,
		Doc: "No step matches this text. The message names the nearest steps; `gherkind steps WORD` finds others.",
		Bad: `Then pod "web" starts`, Good: `Then pod "web" is Running`},
	{Name: AmbiguousStep, Severity: Error, Refused: true, Doc: "Several steps match this text. This is a bug in gherkind: please report it."},
	{Name: BadValue, Severity: Error, Refused: true,
		Doc: "A step has an invalid value: a duration, a number, a status, a label, a kind.",
		Bad: `Then pod "web" is Runing within 30`, Good: `Then pod "web" is Running within 30s`},
	{Name: StepArgument, Severity: Error, Refused: true, Doc: "A step lacks a doc string or table that it needs, or has one that it does not take."},
	{Name: Manifest, Severity: Error, Refused: true,
		Doc: "A manifest does not exist or is invalid: it is not YAML, contains an object twice, or lacks kind, apiVersion or name. " +
			"The position is that in the file, or in the doc string of the feature."},
	{Name: Field, Severity: Error,
		Doc: "A Kubernetes kind has no such field in the version that gherkind is built with. A run refuses unknown fields in steps and " +
			"misspelt ones in manifests; the API server rejects other unknown fields.",
		Bad: "spec: {contaners: []}", Good: "spec: {containers: []}"},
	{Name: FieldValue, Severity: Error, Refused: true,
		Doc: "A value in a manifest does not have the type of its field, or is not one of the permitted values, so the API server would reject it.",
		Bad: "spec: {replicas: three}", Good: "spec: {replicas: 3}"},
	{Name: MissingField, Severity: Error,
		Doc: "An object in a manifest lacks a required field, so the API server would reject it. A manifest that changes an object of an " +
			"earlier step may omit fields that stay the same.",
		Bad: "containers: [{image: nginx}]", Good: "containers: [{name: web, image: nginx}]"},
	{Name: Kind, Severity: Error,
		Doc: "Kubernetes has no such kind in this API version, or no longer serves it. A run asks the cluster, and refuses it.",
		Bad: "{apiVersion: apps/v1beta1, kind: Deployment}", Good: "{apiVersion: apps/v1, kind: Deployment}"},
	{Name: Namespace, Severity: Error, Refused: true, Doc: "`$(namespace:NAME)` names a namespace that no manifest of the scenario has."},
	{Name: Value, Severity: Error, Refused: true, Doc: "`$(value:NAME)` refers to a value that no earlier step and no setting of the run defines."},
	{Name: PullPolicy, Severity: Error, Refused: true,
		Doc: "A container has `imagePullPolicy: Always` and an image from `images` in gherkind.yaml, which is loaded into the nodes and is in no registry.",
		Bad: "imagePullPolicy: Always", Good: "imagePullPolicy: IfNotPresent"},
	{Name: Acting, Severity: Error, Refused: true,
		Doc: "A step after Then is an action, although a check was probably meant: it would perform the action and pass.",
		Bad: `Then pod "web" is deleted`, Good: `Then pod "web" does not exist`},
	{Name: NoTime, Severity: Error, Refused: true,
		Doc: "Directly after an action, a step checks that something has never happened: nothing can have happened yet."},
	{Name: ScenarioName, Severity: Error, Refused: true, Doc: "A scenario has no name, so reports could not refer to it."},
	{Name: DuplicateName, Severity: Error, Refused: true, Doc: "Two scenarios in a feature have the same name, so reports cannot distinguish them."},
	{Name: Empty, Severity: Error, Refused: true, Doc: "A feature has no scenario, a scenario no step, an outline no Examples, or Examples no row: nothing would run."},
	{Name: Column, Severity: Error, Refused: true, Doc: "`<name>` is not a column of the Examples, or is used in a background.",
		Bad: `Then pod "<nmae>" is Running`, Good: `Then pod "<name>" is Running`},
	{Name: Tag, Severity: Error, Refused: true, Doc: "A tag of gherkind names an add-on, topology or version that does not exist, or two tags are joined by a comma.",
		Bad: "@topology:hq", Good: "@topology:ha"},
}

// warned are rules whose violation is a warning in a run, or makes a step fail.
var warned = []Rule{
	{Name: Node, Severity: Warning,
		Doc: "The cluster has no node of this name. A run on gherkind's own cluster refuses it; an external cluster may have the node.",
		Bad: `Then node "worker9" is ready`, Good: `Then node "worker3" is ready`},
	{Name: MissingTag, Severity: Error,
		Doc: "A step changes a node, but the scenario does not have the tag that locks it, so the step would fail: @node:NAME, or " +
			"@exclusive if the step affects every pod on the node.",
		Bad: "Scenario: It moves", Good: "@node:worker3\nScenario: It moves"},
	{Name: OpenColumn, Severity: Warning, Doc: "A value consists only of `<name>`, but the scenario has no Examples that would replace it."},
	{Name: NamespaceText, Severity: Warning,
		Doc: "A text seems to refer to a namespace of the scenario by the name that it has in the scenario. In the cluster the namespace has " +
			"another name: write `$(namespace:NAME)`."},
	{Name: ExactCount, Severity: Warning,
		Doc: "Directly after an action, an exact number may be reached only briefly, on the way to another number.",
		Bad: `Then there are 3 pods labelled "app=web"`, Good: `Then there are 3 pods labelled "app=web" for 3s`},
}

// lintOnly are rules about what a scenario proves and about the suite as a whole.
var lintOnly = []Rule{
	{Name: NoThen, Severity: Warning, Doc: "A scenario has no Then: it performs actions but proves nothing."},
	{Name: OnlyAbsence, Severity: Warning,
		Doc: "All checks of a scenario are negative. They would also pass if nothing worked at all: add a positive one.",
		Bad: "When the manifest \"web.yaml\" is applied\nThen throughout, no pod restarts", Good: "When the manifest \"web.yaml\" is applied\nThen pod \"web\" is ready\nAnd throughout, no pod restarts"},
	{Name: EarlyThen, Severity: Warning, Doc: "A scenario starts with Then: it checks something that it has not caused. Use Given for preconditions."},
	{Name: AlreadySo, Severity: Info,
		Doc: "The same check is before and after the last action, so it would also pass if the action did nothing. Check what the action changes; " +
			"if the state must last, add `for`.",
		Bad:  "Given pod \"web\" is ready\nWhen deployment \"web\" is scaled to 3 replicas\nThen pod \"web\" is ready",
		Good: "Given pod \"web\" is ready\nWhen deployment \"web\" is scaled to 3 replicas\nThen deployment \"web\" has 3 ready replicas"},
	{Name: CheckInWhen, Severity: Info, Doc: "When is followed by a check, not by an action. Use Given for a precondition, and Then for a result.",
		Bad: `When pod "web" is ready`, Good: `Given pod "web" is ready`},
	{Name: ActInThen, Severity: Warning, Doc: "A step after Then is an action. Readers and reports expect a check there: write When.",
		Bad: `Then deployment "web" is scaled to 3 replicas`, Good: `When deployment "web" is scaled to 3 replicas`},
	{Name: OnlyTime, Severity: Info,
		Doc: "After the last action, all checks are that something does not happen, and nothing shows that the action has taken effect: " +
			"what they prove depends only on how long they wait."},
	{Name: TooLong, Severity: Warning, Doc: "A step, or all `for` durations together, take longer than a whole scenario may (`--scenario-timeout`, 30m)."},
	{Name: UnknownName, Severity: Warning,
		Doc: "A step names an object or container that no manifest of the scenario contains and no step creates. It is probably misspelt.",
		Bad: `Then pod "wbe" is ready`, Good: `Then pod "web" is ready`},
	{Name: MisspeltTag, Severity: Warning, Doc: "A tag is similar to one of gherkind's tags, or to one that other scenarios have.", Bad: "@exlusive", Good: "@exclusive"},
	{Name: SharedNode, Severity: Warning,
		Doc: "A scenario needs several nodes, and another one that may run at the same time closes one of them (it cordons, taints, drains " +
			"or stops it). Lock each node that it needs.",
		Bad: `Then the pods of deployment "web" are on 3 different nodes`, Good: "@node:worker @node:worker2 @node:worker3"},
	{Name: DuplicateFeature, Severity: Warning, Doc: "Two files have features with the same name, so reports show them as one."},
	{Name: UnusedManifest, Severity: Info, Doc: "No step applies this manifest from a `manifests` folder next to the features."},
	{Name: DeprecatedAPI, Severity: Warning, Doc: "This API version is deprecated: Kubernetes still serves it, but will remove it."},
	{Name: Ignore, Severity: Warning, Doc: "A comment `# gherkind:ignore` has no reason, names a rule that does not exist or cannot be ignored, or ignores nothing."},
}
