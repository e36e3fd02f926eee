package rules

import "slices"

// table has every rule, in the order of docs/lint.md.
var table = slices.Concat(refused, warned, lintOnly)

// refused are the rules that a run insists on.
var refused = []Rule{
	{Name: Syntax, Severity: Error, Refused: true, Fixed: true,
		Doc: "The file is no Gherkin, or no UTF-8 text. A misspelt keyword, or one without its colon, is the usual reason.",
		Bad: "Scenaro: It starts", Good: "Scenario: It starts"},
	{Name: Language, Severity: Error, Refused: true,
		Doc: "The language line is wrong, or is missing in a file with Chinese keywords.",
		Bad: "# language: zh", Good: "# language: zh-CN"},
	{Name: OddCharacter, Severity: Error, Fixed: true,
		Doc: "A character looks like another one: a full-width colon, comma or digit, a curly quote, or a space that is none. " +
			"Input methods, word processors and web pages write them.",
		Bad: "Then pod “web” is Running", Good: `Then pod "web" is Running`},
	{Name: NotRun, Severity: Error, Refused: true, Fixed: true,
		Doc: "A line was meant as a step or as a heading, but Gherkin takes it for a description, so that it would not be run.",
		Bad: `Tehn pod "web" is Running`, Good: `Then pod "web" is Running`},
	{Name: UndefinedStep, Severity: Error, Refused: true,
		Doc: "No step has this text. The nearest steps are named; `gherkind steps WORD` finds others.",
		Bad: `Then pod "web" starts`, Good: `Then pod "web" is Running`},
	{Name: AmbiguousStep, Severity: Error, Refused: true, Doc: "Several steps have this text. That is a mistake in gherkind: please report it."},
	{Name: BadValue, Severity: Error, Refused: true,
		Doc: "A value in a step is not one that the step takes: a duration, a number, a status, a label, a kind.",
		Bad: `Then pod "web" is Runing within 30`, Good: `Then pod "web" is Running within 30s`},
	{Name: StepArgument, Severity: Error, Refused: true, Doc: "A step lacks the doc string or table that stands below it, or has one that it does not take."},
	{Name: Manifest, Severity: Error, Refused: true,
		Doc: "A manifest does not exist, or cannot be read: it is no YAML, has an object twice, or lacks kind, apiVersion or name. " +
			"The place is that in the file, or in the doc string of the feature."},
	{Name: Field, Severity: Error,
		Doc: "A kind of Kubernetes has no such field. Fields are those of the version that gherkind is built with. A run refuses fields " +
			"in steps and misspelt ones in manifests; other unknown fields are refused by the API server.",
		Bad: "spec: {contaners: []}", Good: "spec: {containers: []}"},
	{Name: FieldValue, Severity: Error, Refused: true,
		Doc: "A value in a manifest has not the type of its field, or is none of those that the field may have, so that the API server would refuse it.",
		Bad: "spec: {replicas: three}", Good: "spec: {replicas: 3}"},
	{Name: MissingField, Severity: Error,
		Doc: "An object in a manifest lacks a field that it must have, so that the API server would refuse it. A manifest that changes an object " +
			"of an earlier step may leave out what stays.",
		Bad: "containers: [{image: nginx}]", Good: "containers: [{name: web, image: nginx}]"},
	{Name: Kind, Severity: Error,
		Doc: "Kubernetes has no such kind in this API version, or serves it no more. A run asks the cluster, and refuses it.",
		Bad: "{apiVersion: apps/v1beta1, kind: Deployment}", Good: "{apiVersion: apps/v1, kind: Deployment}"},
	{Name: Namespace, Severity: Error, Refused: true, Doc: "`$(namespace:NAME)` names a namespace that no manifest of the scenario has."},
	{Name: Value, Severity: Error, Refused: true, Doc: "`$(value:NAME)` asks for a value that no step before it and no setting of the run gives."},
	{Name: PullPolicy, Severity: Error, Refused: true,
		Doc: "A container has `imagePullPolicy: Always` and an image of `images` in gherkind.yaml, which is loaded into the nodes and in no registry.",
		Bad: "imagePullPolicy: Always", Good: "imagePullPolicy: IfNotPresent"},
	{Name: Acting, Severity: Error, Refused: true,
		Doc: "A step after Then does something, where a check was most likely meant: it would do it, and pass.",
		Bad: `Then pod "web" is deleted`, Good: `Then pod "web" does not exist`},
	{Name: NoTime, Severity: Error, Refused: true,
		Doc: "A step says what never happened up to now, directly after an action: nothing can have happened yet."},
	{Name: ScenarioName, Severity: Error, Refused: true, Doc: "A scenario has no name, by which reports would call it."},
	{Name: DuplicateName, Severity: Error, Refused: true, Doc: "Two scenarios of a feature have the same name, so that reports cannot tell them apart."},
	{Name: Empty, Severity: Error, Refused: true, Doc: "A feature has no scenario, a scenario no step, an outline no Examples, or Examples have no row: nothing would be run."},
	{Name: Column, Severity: Error, Refused: true, Doc: "`<name>` stands for no column of the Examples, or stands in a background.",
		Bad: `Then pod "<nmae>" is Running`, Good: `Then pod "<name>" is Running`},
	{Name: Tag, Severity: Error, Refused: true, Doc: "A tag of gherkind's own names an add-on, topology or version that there is not, or a comma joins two tags.",
		Bad: "@topology:hq", Good: "@topology:ha"},
}

// warned are the rules of which a run warns, or which make it fail at a step.
var warned = []Rule{
	{Name: Node, Severity: Warning,
		Doc: "The cluster has no node of this name. A run on gherkind's own cluster refuses it; an external cluster may have the node.",
		Bad: `Then node "worker9" is ready`, Good: `Then node "worker3" is ready`},
	{Name: MissingTag, Severity: Error,
		Doc: "A step changes a node, and the scenario has not the tag that keeps others away from it, so that the step would fail: " +
			"@node:NAME, or @exclusive where every pod of the node is concerned.",
		Bad: "Scenario: It moves", Good: "@node:worker3\nScenario: It moves"},
	{Name: OpenColumn, Severity: Warning, Doc: "`<name>` is all of a value, in a scenario without Examples that would fill it in."},
	{Name: NamespaceText, Severity: Warning,
		Doc: "A text seems to mean a namespace of the scenario by the name that only the scenario has for it. The namespace has another " +
			"name in the cluster: write `$(namespace:NAME)`."},
	{Name: ExactCount, Severity: Warning,
		Doc: "An exact number directly after an action may be met in passing, on the way to another number.",
		Bad: `Then there are 3 pods labelled "app=web"`, Good: `Then there are 3 pods labelled "app=web" for 3s`},
}

// lintOnly are the rules about what a scenario proves, and about the suite as a whole.
var lintOnly = []Rule{
	{Name: NoThen, Severity: Warning, Doc: "A scenario has no Then: it does something, and proves nothing."},
	{Name: OnlyAbsence, Severity: Warning,
		Doc: "All checks of a scenario say that something is not so. They would pass, too, if nothing worked at all: add one that says what is so.",
		Bad: "When the manifest \"web.yaml\" is applied\nThen throughout, no pod restarts", Good: "When the manifest \"web.yaml\" is applied\nThen pod \"web\" is ready\nAnd throughout, no pod restarts"},
	{Name: EarlyThen, Severity: Warning, Doc: "A scenario begins with Then: it checks what it has not brought about. For what must be so beforehand, write Given; that others made it, say with the step itself."},
	{Name: AlreadySo, Severity: Info,
		Doc: "A check after the last action stands before that action, too, in the same words: it holds already, and would pass if the action did nothing. " +
			"Check what changes; for what must stay so, end it with `for`.",
		Bad:  "Given pod \"web\" is ready\nWhen deployment \"web\" is scaled to 3 replicas\nThen pod \"web\" is ready",
		Good: "Given pod \"web\" is ready\nWhen deployment \"web\" is scaled to 3 replicas\nThen deployment \"web\" has 3 ready replicas"},
	{Name: CheckInWhen, Severity: Info, Doc: "After When nothing is done before a step that only looks. What is looked at stands after Given, if it must be so before, or after Then.",
		Bad: `When pod "web" is ready`, Good: `Given pod "web" is ready`},
	{Name: ActInThen, Severity: Warning, Doc: "A step after Then does something. Reports and readers take it for a check: write When.",
		Bad: `Then deployment "web" is scaled to 3 replicas`, Good: `When deployment "web" is scaled to 3 replicas`},
	{Name: OnlyTime, Severity: Info,
		Doc: "After the last action, all checks say that something does not happen, and nothing shows that the action had come into effect: " +
			"only the time that is waited decides what they prove."},
	{Name: TooLong, Severity: Warning, Doc: "A step waits longer than a whole scenario may take, or all that must stay so adds up to more (`--scenario-timeout`, 30m)."},
	{Name: UnknownName, Severity: Warning,
		Doc: "A step names an object or container that no manifest of the scenario has, and none of its steps makes. It is most likely misspelt.",
		Bad: `Then pod "wbe" is ready`, Good: `Then pod "web" is ready`},
	{Name: MisspeltTag, Severity: Warning, Doc: "A tag is nearly one of gherkind's own, or nearly one that other scenarios have.", Bad: "@exlusive", Good: "@exclusive"},
	{Name: DuplicateFeature, Severity: Warning, Doc: "Two files have features of the same name, which reports show as one."},
	{Name: UnusedManifest, Severity: Info, Doc: "No step applies this manifest, of a manifests folder beside the features."},
	{Name: DeprecatedAPI, Severity: Warning, Doc: "Kubernetes still serves this API version, and will not for long."},
	{Name: Ignore, Severity: Warning, Doc: "A comment `# gherkind:ignore` says no reason, names a rule that there is not or that a run insists on, or ignores nothing."},
}
