# Makes the golden values of what was added to the statistics: Rscript further.R <cohort.csv> <folder>   writes <folder>/further.csv
# One row is one number: data set, quantity, place, value with 17 significant digits. Base R and the package survival; what other packages
# do is written here from their papers, and the tests cite the packages' own answers.
suppressPackageStartupMessages(library(survival))

arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[2]
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
cases <- file.path(dirname(script), "..", "analysis", "cases")
dir.create(file.path(folder, "public_data"), showWarnings = FALSE)
rows <- list()
keep <- function(data, quantity, place, value) {
  rows[[length(rows) + 1]] <<- data.frame(data = data, quantity = quantity, place = as.character(place), value = sprintf("%.17g", as.numeric(value)))
}
keep("versions", "R", paste(R.version$major, R.version$minor, sep = "."), 0)
keep("versions", "survival", as.character(packageVersion("survival")), 0)

# --- Firth's penalised likelihood with Efron's ties, its profile limits and p-values (Heinze and Schemper 2001)

firth <- function(surv, x) {
  x <- as.matrix(x)
  value <- function(b) tryCatch({
    fit <- coxph(surv ~ x, init = b, control = coxph.control(iter.max = 0))
    fit$loglik[2] - 0.5 * log(det(fit$var))
  }, error = function(e) -1e6)
  best <- function(fixed, at, start) {  # the top, with the coefficient `fixed` held at `at`
    put <- function(b) if (is.na(fixed)) b else append(b, at, fixed - 1)
    if (length(start) == 0) return(list(par = numeric(0), value = value(at)))
    found <- list(par = start)
    for (again in 1:4) found <- optim(found$par, function(b) -value(put(b)), method = "BFGS", control = list(reltol = 1e-16, maxit = 500))
    if (length(start) > 1) found <- optim(found$par, function(b) -value(put(b)), control = list(reltol = 1e-16, maxit = 2000))
    list(par = found$par, value = -found$value)
  }
  top <- best(NA, NA, rep(0, ncol(x)))
  error <- sqrt(diag(coxph(surv ~ x, init = top$par, control = coxph.control(iter.max = 0))$var))
  result <- list()
  for (k in seq_len(ncol(x))) {
    left <- function(at) best(k, at, top$par[-k])$value - top$value + qchisq(0.95, 1) / 2
    limit <- function(sign) {
      far <- 2
      while (left(top$par[k] + sign * far * error[k]) > 0) far <- far * 1.5
      uniroot(left, sort(top$par[k] + c(0, sign * far * error[k])), tol = 1e-10)$root
    }
    p <- pchisq(2 * (top$value - best(k, 0, top$par[-k])$value), 1, lower.tail = FALSE)
    result[[colnames(x)[k]]] <- c(hazard_ratio = exp(top$par[k]), lower = exp(limit(-1)), upper = exp(limit(1)), p_value = p)
  }
  result
}
keep_firth <- function(data, surv, x) {
  found <- firth(surv, x)
  for (column in names(found)) for (name in names(found[[column]])) keep(data, paste0("firth_", name), column, found[[column]][[name]])
}
without <- read.csv(file.path(cases, "group_without_event.csv"))
keep_firth("group_without_event", Surv(without$os_days, without$os_event == "true"), without[c("B", "x")])
keep_firth("monotone", Surv(1:8, rep(1, 8)), data.frame(z = c(1, 1, 1, 1, 0, 0, 0, 0)))
ovarian <- survival::ovarian
keep_firth("ovarian", Surv(ovarian$futime, ovarian$fustat), ovarian[c("rx", "age")])

# --- quantiles, rates at one time on the complementary log-log scale (Klein 2007), restricted means (as survRM2's rmst2)

restricted_mean <- function(time, status, tau) {
  fit <- survfit(Surv(time, status) ~ 1)
  inside <- fit$time <= tau
  areas <- diff(c(0, fit$time[inside], tau)) * c(1, fit$surv[inside])
  left <- fit$n.risk[inside] - fit$n.event[inside]
  share <- ifelse(left == 0, 0, fit$n.event[inside] / (fit$n.risk[inside] * left))
  c(mean = sum(areas), variance = sum(rev(cumsum(rev(areas)))[-1]^2 * share))
}
keep_further <- function(data, time, status, stratum, times) {
  levels <- sort(unique(stratum))
  for (level in levels) {
    fit <- survfit(Surv(time[stratum == level], status[stratum == level]) ~ 1)
    for (share in c(0.1, 0.25, 0.5, 0.75)) {
      found <- quantile(fit, share)
      for (name in names(found)) keep(data, paste0("quantile_", name), paste(level, share, sep = "|"), found[[name]])
    }
  }
  for (at in times) {
    each <- lapply(levels, function(level) summary(survfit(Surv(time[stratum == level], status[stratum == level]) ~ 1), times = at))
    rate <- sapply(each, function(one) one$surv)
    variance <- sapply(each, function(one) (one$std.err / one$surv / log(one$surv))^2)
    scaled <- log(-log(rate))
    centre <- weighted.mean(scaled, 1 / variance)
    chi_square <- sum((scaled - centre)^2 / variance)
    keep(data, "rates_chi_square", at, chi_square)
    keep(data, "rates_p", at, pchisq(chi_square, length(levels) - 1, lower.tail = FALSE))
  }
  is_open <- tapply(seq_along(time), stratum, function(i) tail(survfit(Surv(time[i], status[i]) ~ 1)$surv, 1) > 0)
  last <- tapply(time, stratum, max)
  tau <- if (any(is_open)) min(last[is_open]) else max(last)  # the default of survRM2: a curve at 0 is known for ever
  means <- sapply(levels, function(level) restricted_mean(time[stratum == level], status[stratum == level], tau))
  for (i in seq_along(levels)) {
    keep(data, "rmst_estimate", levels[i], means["mean", i])
    keep(data, "rmst_lower", levels[i], means["mean", i] - qnorm(0.975) * sqrt(means["variance", i]))
    if (i > 1) {
      difference <- means["mean", i] - means["mean", 1]
      error <- sqrt(means["variance", i] + means["variance", 1])
      keep(data, "rmst_difference", levels[i], difference)
      keep(data, "rmst_upper", levels[i], difference + qnorm(0.975) * error)
      keep(data, "rmst_p", levels[i], 2 * pnorm(-abs(difference) / error))
    }
  }
}
veteran <- survival::veteran
keep_further("veteran", veteran$time, veteran$status, as.character(veteran$celltype), c(30, 90))
keep_further("lung", survival::lung$time, as.numeric(survival::lung$status == 2), as.character(survival::lung$sex), c(180, 365, 700))
cohort <- read.csv(arguments[1])
keep_further("cohort", cohort$os_days / 30.4375, cohort$os_event, cohort$group, c(6, 12))

# --- differences of proportions (Newcombe's method 10) and odds ratios (fisher.test)

# fisher.test's own estimate and limits stop at uniroot's default tolerance (up to 4 % of a small limit); here its equations to the last digit
conditional_odds <- function(counts) {
  x <- counts[1]
  m <- counts[2]
  n <- counts[4]
  k <- counts[1] + counts[3]
  support <- max(0, k - n):min(k, m)
  log_chance <- dhyper(support, m, n, k, log = TRUE)
  chances <- function(odds) { d <- log_chance + log(odds) * support; d <- exp(d - max(d)); d / sum(d) }
  solve_for <- function(f) exp(uniroot(function(z) f(exp(z)), c(-30, 30), tol = 1e-14, extendInt = "no")$root)
  at_least <- function(odds) sum(chances(odds)[support >= x])
  at_most <- function(odds) sum(chances(odds)[support <= x])
  c(
    estimate = if (x == min(support)) 0 else if (x == max(support)) Inf else solve_for(function(odds) sum(support * chances(odds)) - x),
    lower = if (x == min(support)) 0 else solve_for(function(odds) at_least(odds) - 0.025),
    upper = if (x == max(support)) Inf else solve_for(function(odds) at_most(odds) - 0.025)
  )
}
for (counts in list(c(14, 34, 15, 66), c(0, 34, 5, 66), c(34, 34, 60, 66), c(1, 10, 9, 10), c(56, 70, 48, 80), c(0, 10, 0, 20))) {
  wilson <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int
  place <- paste(counts, collapse = "|")
  p <- counts[c(1, 3)] / counts[c(2, 4)]
  one <- wilson(counts[1], counts[2])
  two <- wilson(counts[3], counts[4])
  difference <- p[1] - p[2]
  keep("proportions", "difference_estimate", place, 100 * difference)
  keep("proportions", "difference_lower", place, 100 * (difference - sqrt((p[1] - one[1])^2 + (two[2] - p[2])^2)))
  keep("proportions", "difference_upper", place, 100 * (difference + sqrt((one[2] - p[1])^2 + (p[2] - two[1])^2)))
  if (sum(counts[c(1, 3)]) > 0) {
    found <- conditional_odds(counts)
    for (name in names(found)) keep("proportions", paste0("odds_", name), place, if (is.finite(found[[name]])) found[[name]] else NA)
  }
}

# --- overlap weights (Li, Morgan and Zaslavsky 2018), and differences in standard deviations of the arms as they are (cobalt's "pooled")

cohort <- transform(cohort, post = as.numeric(group == "post_ate_beva"), female = as.numeric(sex == "F"),
  viral = as.numeric(etiology %in% c("HBV", "HCV")), ecog0 = as.numeric(ecog == 0), cp_a = as.numeric(child_pugh == "A"),
  single = as.numeric(tumor_number == "single"))
score <- glm(post ~ age + female + viral + ecog0 + cp_a + log(afp) + size_cm + single + pvi + mets, binomial, cohort, epsilon = 1e-14, maxit = 100)
cohort$overlap <- ifelse(cohort$post == 1, 1 - fitted(score), fitted(score))
cohort$stabilised <- ifelse(cohort$post == 1, mean(cohort$post) / fitted(score), (1 - mean(cohort$post)) / (1 - fitted(score)))
for (endpoint in c("os", "pfs")) {
  surv <- Surv(cohort[[paste0(endpoint, "_days")]], cohort[[paste0(endpoint, "_event")]])
  fit <- coxph(surv ~ post, cohort, weights = overlap, robust = TRUE, control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60))
  keep("cohort", "overlap_coefficient", endpoint, coef(fit))
  keep("cohort", "overlap_std_err", endpoint, sqrt(fit$var[1, 1]))
}
for (name in c("age", "size_cm", "female", "mets")) {
  value <- cohort[[name]]
  treated <- cohort$post == 1
  spread <- if (all(value %in% 0:1)) function(x) mean(x) * (1 - mean(x)) else var
  pooled <- sqrt((spread(value[treated]) + spread(value[!treated])) / 2)
  for (kind in c("crude", "stabilised")) {  # overlap weights make them 0
    weight <- if (kind == "crude") rep(1, nrow(cohort)) else cohort[[kind]]
    difference <- weighted.mean(value[treated], weight[treated]) - weighted.mean(value[!treated], weight[!treated])
    keep("cohort", "smd_value", paste(name, kind, sep = "|"), abs(difference) / pooled)
  }
}

# --- model checks: concordance, variance inflation (rms::vif), restricted cubic splines (rms::rcs), detectable hazard ratio

checked <- coxph(Surv(time, status) ~ karno + age + trt, veteran, control = coxph.control(eps = 1e-13, toler.chol = 1e-14))
keep("veteran", "check_concordance", "", concordance(checked)$concordance)
inflation <- diag(solve(cov2cor(checked$var)))
for (i in 1:3) keep("veteran", "check_inflation", names(coef(checked))[i], inflation[i])
rcs_of <- function(x) {
  k <- quantile(x, c(0.05, 0.35, 0.65, 0.95))
  cube <- function(knot) pmax(x - knot, 0)^3
  sapply(1:2, function(j) (cube(k[j]) - cube(k[3]) * (k[4] - k[j]) / (k[4] - k[3]) + cube(k[4]) * (k[3] - k[j]) / (k[4] - k[3])) / (k[4] - k[1])^2)
}
for (name in c("karno", "age")) {
  x <- veteran[[name]]
  line <- coxph(Surv(time, status) ~ x, veteran, control = coxph.control(eps = 1e-13, toler.chol = 1e-14))
  curve <- coxph(Surv(time, status) ~ x + rcs_of(x), veteran, control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60))
  keep("veteran", "check_linearity", name, pchisq(2 * (curve$loglik[2] - line$loglik[2]), 2, lower.tail = FALSE))
}
keep("events", "check_detectable", "47|0.34", exp(-(qnorm(0.975) + qnorm(0.8)) / sqrt(47 * 0.34 * 0.66)))

# --- readers: kappa (irr::kappa2, psych::cohen.kappa), ICC(A,1) by the mean squares of aov (irr::icc, psych::ICC)

kappa_of <- function(table, weight) {
  share <- table / sum(table)
  1 - sum(share * weight) / sum(outer(rowSums(share), colSums(share)) * weight)
}
ratings <- list(
  agree = matrix(c(4, 1, 0, 0, 2, 30, 6, 1, 0, 5, 40, 4, 0, 0, 3, 14), 4, byrow = TRUE),
  chance = matrix(c(2, 3, 5, 1, 3, 4, 6, 2, 5, 7, 9, 3, 1, 2, 3, 1), 4, byrow = TRUE)
)
for (name in names(ratings)) {
  apart <- abs(outer(1:4, 1:4, "-"))
  place <- paste(t(ratings[[name]]), collapse = ",")
  keep(name, "kappa_plain", place, kappa_of(ratings[[name]], apart > 0))
  keep(name, "kappa_weighted", place, kappa_of(ratings[[name]], apart))
}
pairs <- survival::pbc[1:60, ]
pairs <- data.frame(first = pairs$protime, second = pairs$protime + pairs$albumin / 4 - 0.9)
long <- data.frame(value = c(pairs$first, pairs$second), exam = factor(rep(seq_len(nrow(pairs)), 2)), reader = gl(2, nrow(pairs)))
square <- summary(aov(value ~ exam + reader, long))[[1]][["Mean Sq"]]
keep("pbc", "icc_estimate", "", (square[1] - square[3]) / (square[1] + square[3] + 2 * (square[2] - square[3]) / nrow(pairs)))

# --- intervals: delayed entry, a covariate that changes, strata

keep_intervals <- function(data, formula, frame) {
  fit <- coxph(formula, frame, control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60))
  for (term in names(coef(fit))) {
    keep(data, "intervals_coefficient", term, coef(fit)[[term]])
    keep(data, "intervals_std_err", term, summary(fit)$coefficients[term, "se(coef)"])
  }
  keep(data, "intervals_log_likelihood", "", fit$loglik[2])
}
veteran$entry <- veteran$diagtime %% 7 * 4
keep_intervals("delayed_entry", Surv(entry, time, status) ~ karno + age, subset(veteran, time > entry))
keep_intervals("strata", Surv(time, status) ~ karno + age + strata(celltype), veteran)
keep_intervals("both", Surv(entry, time, status) ~ karno + age + strata(celltype), subset(veteran, time > entry))
heart <- survival::jasa  # transplantation becomes known on its day; on the day of death it came too late
heart <- subset(heart, futime > 0)
change <- ifelse(heart$transplant == 1, heart$wait.time, Inf)
split <- change > 0 & change < heart$futime
intervals <- rbind(
  data.frame(start = 0, stop = ifelse(split, change, heart$futime), event = heart$fustat * !split, known = as.numeric(change <= 0), age = heart$age),
  data.frame(start = change, stop = heart$futime, event = heart$fustat, known = 1, age = heart$age)[split, ]
)
keep_intervals("time_varying", Surv(start, stop, event) ~ known + age, intervals)
write.csv(data.frame(time = heart$futime, status = heart$fustat, change = ifelse(heart$transplant == 1, heart$wait.time, NA), age = heart$age),
  file.path(folder, "public_data", "jasa.csv"), row.names = FALSE, na = "")

write.csv(do.call(rbind, rows), file.path(folder, "further.csv"), row.names = FALSE, quote = TRUE)
