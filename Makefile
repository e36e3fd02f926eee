# gherkind: every target explains itself with `make help`.
GO       ?= go
GHERKIND := $(GO) run ./cmd/gherkind

# Topologies that scenarios ask for with a tag: all of kind-config but the default one.
TOPOLOGIES := $(filter-out images multi-node,$(basename $(notdir $(wildcard kind-config/*.yaml))))
TAGS       ?= not @slow $(TOPOLOGIES:%=and not @topology:%)
empty      := # for a pattern that begins with a space

# Arguments for go test, of make unit, test and prove: ARGS='-run TestFeatures'.
ARGS     ?=

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: ## Set up what is missing, create the cluster, run features/ and print the report
	$(GHERKIND) run --tags '$(TAGS)'

.PHONY: topologies
topologies: ## Run the features that need clusters of other shapes, made for them and deleted
	$(GHERKIND) run --tags '$(subst $(empty) @, or @,$(TOPOLOGIES:%=@topology:%))'

.PHONY: unit
unit: ## Every test that needs no cluster; less than a minute
	$(GO) run ./internal/suite unit $(ARGS)

.PHONY: test
test: up ## Unit tests, then what needs the cluster: features, lifecycle, and what has changed since make prove
	$(GO) run ./internal/suite test $(ARGS)

.PHONY: published
published: up ## Pull images from a registry on loopback: every refusal, and the features on a cluster of pulled images
	$(GO) run ./internal/suite published $(ARGS)

.PHONY: prove
prove: up ## Every test on real clusters, every broken twin and topology, and write down what is proven
	$(GO) run ./internal/suite prove $(ARGS)
	$(GO) run ./internal/suite/mutation

.PHONY: mutation
mutation: up ## Break the manifests of features/, one change at a time, and write into features/README.md what was noticed
	$(GO) run ./internal/suite/mutation

.PHONY: up
up: ## Set up what is missing and bring the cluster up
	$(GHERKIND) cluster up

.PHONY: down
down: ## Delete the cluster
	$(GHERKIND) cluster down

.PHONY: steps
steps: ## Print every step that a scenario may use
	@$(GHERKIND) steps

.PHONY: table
table: ## Run features/ on the cluster and write features/README.md with durations
	$(GO) run ./internal/suite/table

.PHONY: versions
versions: ## Run features/ on Kubernetes 1.36 and 1.37, and write docs/versions.md; a first image of a version takes 20 minutes
	$(GO) run ./internal/suite/versions '$(TAGS)'

.PHONY: bench
bench: up ## Measure waits, parallel scenarios, memory and peers (CHAINSAW=, KUTTL=), as ratios within one run
	$(GO) test -run '^$$' -bench . -benchtime 1x -timeout 30m ./scenarios/... ./steps/... ./internal/cli
	$(MAKE) --no-print-directory peers

.PHONY: peers
peers: up ## Measure twenty tests with gherkind, kubectl and peers side by side, write docs/bench, and fail if a ratio got worse
	$(GO) run ./internal/suite/peers

.PHONY: scale
scale: up ## Measure how 250 to 2,000 scenarios on simulated nodes grow in time, requests and memory; half an hour
	$(GO) run ./internal/suite/scale

.PHONY: endurance
endurance: up ## Run scenarios of known verdicts 100 times (GHERKIND_RUNS) beside faults of nodes, network and the run itself; some hours
	GHERKIND_PROVE=1 GHERKIND_RUNS=$${GHERKIND_RUNS:-100} $(GO) test -count 1 -v -timeout 24h -run '^TestEndurance$$' ./internal/cli

.PHONY: generate
generate: ## Regenerate golden files, scripts, and every generated page and schema
	$(GO) run ./internal/suite generate $(ARGS)

.PHONY: verify
verify: stale tidy lint vet ## Check that nothing generated is stale, go.mod, lint, and vet for every supported system

.PHONY: stale
stale: ## Fail if a generated file is not what make generate would write
	$(GO) run ./internal/suite stale $(ARGS)

.PHONY: tidy
tidy: ## Fail if go.mod or go.sum is not tidy
	$(GO) mod tidy -diff

.PHONY: lint
lint: ## Check the code with golangci-lint (built from source on first use)
	$(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run ./...

# Systems that people run gherkind on. Checking one for the first time compiles all it needs: some minutes each.
SYSTEMS := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

.PHONY: vet
vet: ## Type-check and vet the command and all tests for Linux, macOS and Windows
	@set -e; for system in $(SYSTEMS); do \
		echo "$$system"; GOOS=$${system%/*} GOARCH=$${system#*/} CGO_ENABLED=0 $(GO) vet ./...; \
	done

.PHONY: clean
clean: ## Delete every cluster of gherkind, and all else that it has made on this machine
	$(GHERKIND) clean
