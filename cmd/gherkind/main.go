// Command gherkind verifies plain-language scenarios about Kubernetes on a real multi-node cluster. `gherkind help` lists its
// commands.
package main

import "github.com/gherkind/gherkind/cli"

func main() { cli.Main() }
