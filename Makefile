# The commands of every day. `make help` lists them; each does all the set-up that it needs by itself.
.PHONY: help demo demo-clean test check fuzz dev fmt bench dist build setup clean
.DEFAULT_GOAL := help

help: ## Show this help
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20
	@echo
	@echo "  make demo ONCE=1     end after the machine is there, and leave target/demo/report.json and screen.png"
	@echo "  make demo HOSTS=N    with N more hosts on this machine, on one of which the machine is put"
	@echo "  make bench ONLY=NAME run one group of the benchmark"
	@echo "  make fuzz SECONDS=N  fuzz each parser for so long"

demo: setup ## Set everything up and clone a real machine for a demo user
	@dev/install run images
	@dev/libvirt start
	@dev/images all
	@dev/builder make
	@HOSTS=$(or $(HOSTS),0) dev/demo $(if $(ONCE),--once)

demo-clean: ## Remove the demo's machines, images and data
	@dev/demo --clean

test: ## Set everything up and run every test
	@dev/install all
	@dev/libvirt start
	@dev/images all
	@dev/builder make
	@dev/maven -T 2 install
	@dev/lint

check: ## Fast tests and linters: no guests, no browser, nothing slow
	@dev/install build test
	@dev/maven -T 2 install -DexcludedGroups=guest,browser,faults,slow
	@dev/lint

fuzz: ## Feed made-up files to each parser of untrusted files (SECONDS=20 each)
	@dev/install build
	@dev/fuzz $(or $(SECONDS),20)

dev: setup ## Run the server, and the page with instant reload
	@dev/install run images
	@dev/libvirt start
	@dev/builder make
	@dev/serve

fmt: ## Format all sources
	@dev/install build
	@dev/maven -q spotless:apply
	@npm --prefix web run --silent fmt

bench: setup ## Measure against peers and write target/bench/report.json (ONLY=group)
	@$(if $(filter placement,$(ONLY)),true,dev/install all && dev/libvirt start && dev/images all)
	@dev/bench $(ONLY)

dist: setup ## Make target/pando.tar.gz: unpack and run bin/pando
	@dev/install images
	@dev/builder make
	@dev/dist

build: setup ## Compile everything without tests

setup:
	@dev/install build
	@dev/build

clean: ## Remove everything that was built
	@dev/maven -q clean
	@rm -rf target web/dist
